namespace Mce;

/// <summary>A managed assembly that a plugin brings.</summary>
/// <param name="Name">The assembly's simple name.</param>
/// <param name="Version">The version that the file itself states (informational, else assembly version).</param>
/// <param name="Package">The package that it comes from; null when the plugin's manifest doesn't list it.</param>
/// <param name="PackageVersion">The package's version.</param>
/// <param name="IsLoaded">Whether it is in the plugin's load context now.</param>
public sealed record PluginDependency(string Name, string Version, string? Package, string? PackageVersion, bool IsLoaded);
