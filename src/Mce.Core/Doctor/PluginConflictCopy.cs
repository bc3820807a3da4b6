namespace Mce;

/// <summary>One of the copies in a <see cref="PluginConflict"/>.</summary>
/// <param name="Owner">A plugin's name, or <c>host</c> for the application itself.</param>
/// <param name="Version">The assembly's version; null for native files, which don't tell.</param>
/// <param name="Path">The file.</param>
public sealed record PluginConflictCopy(string Owner, string? Version, string Path);
