namespace Mce;

/// <summary>A managed assembly that a <c>.deps.json</c> promises.</summary>
/// <param name="Name">Simple name.</param>
/// <param name="FileName">The file's name, in the plugin's folder.</param>
/// <param name="Package">The package or project that it comes from.</param>
/// <param name="PackageVersion">That one's version.</param>
internal sealed record ManifestAssembly(string Name, string FileName, string Package, string PackageVersion);
