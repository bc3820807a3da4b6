namespace Mce;

/// <summary>A native library that is mapped into the process on behalf of a plugin.</summary>
/// <param name="Name">The file's name.</param>
/// <param name="Path">The file that is mapped.</param>
/// <param name="IsInPluginFolder">False for one from elsewhere that appeared while the plugin started.</param>
public sealed record PluginNativeFile(string Name, string Path, bool IsInPluginFolder);
