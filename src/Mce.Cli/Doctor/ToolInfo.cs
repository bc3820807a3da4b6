using System.Reflection;

namespace Mce.Cli.Doctor;

/// <summary>This command.</summary>
/// <param name="Version">Its version, with the commit that it was built from.</param>
/// <param name="Directory">Where it lies.</param>
internal sealed record ToolInfo(string Version, string Directory)
{
    public static ToolInfo Current { get; } = new(
        typeof(ToolInfo).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion,
        AppContext.BaseDirectory);
}
