using System.Reflection;

namespace Mce.AspNetCoreSample.Tests;

internal static class Repository
{
    /// <summary>Its folder.</summary>
    public static string Root { get; } =
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "Repository").Value!;
}
