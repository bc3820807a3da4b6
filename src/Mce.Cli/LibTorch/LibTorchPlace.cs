namespace Mce.Cli.LibTorch;

/// <summary>A place where libtorch may lie.</summary>
/// <param name="Name">What the place is.</param>
/// <param name="Path">Where it is; null when it has no path, as an unset variable.</param>
/// <param name="Holds">Whether libtorch is there.</param>
/// <param name="IsSet">Whether the search ends here: libtorch is there, or somebody said that it is.</param>
/// <param name="IsForCommandOnly">Whether only this command looks there, and not the plugin by itself.</param>
internal sealed record LibTorchPlace(string Name, string? Path, bool Holds, bool IsSet, bool IsForCommandOnly = false);
