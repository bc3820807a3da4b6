using System.Reflection;

namespace Mce.Packaging.Tests;

/// <summary>The repository that these tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Metadata("MceRoot");

    /// <summary>Debug or Release: the one whose outputs exist.</summary>
    public static string Configuration { get; } = Metadata("Configuration");

    public static string Targets => File("src/Mce.Core/build/Mce.Core.targets");

    public static string File(string relativePath) => Path.GetFullPath(Path.Combine(Root, relativePath));

    private static string Metadata(string key) =>
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}
