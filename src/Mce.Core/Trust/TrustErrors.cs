namespace Mce;

/// <summary>Errors of trust: what isn't trusted, who says so, and how to change that.</summary>
internal static class TrustErrors
{
    public static MceException ManifestUnreadable(string manifest, string cause, Exception? exception = null) => new(
        MceErrorCodes.ConfigurationInvalid,
        $"The model manifest '{manifest}' can't be read, so no model file is trusted: {cause} " +
        $"Write one with sha256sum, or leave {nameof(TrustOptions.ModelManifest)} out to trust any file.",
        new Dictionary<string, string> { ["manifest"] = manifest },
        exception);

    public static MceException ManifestMalformed(string manifest, int line, string cause) => new(
        MceErrorCodes.ConfigurationInvalid,
        $"The model manifest '{manifest}' has a mistake in line {line}, so no model file is trusted. {cause}",
        new Dictionary<string, string> { ["manifest"] = manifest, ["line"] = $"{line}" });

    public static MceException NotListed(string path, ModelManifest manifest) => new(
        MceErrorCodes.NotTrusted,
        $"'{path}' isn't in the model manifest '{manifest.Path}', which lists {manifest.Count} {(manifest.Count == 1 ? "file" : "files")}. " +
        $"If you trust it, add it: {Command(path, manifest)} >> {Quote(Path.GetFileName(manifest.Path))}",
        new Dictionary<string, string> { ["path"] = path, ["manifest"] = manifest.Path });

    public static MceException Altered(string path, string actual, string expected, int line, ModelManifest manifest) => new(
        MceErrorCodes.NotTrusted,
        $"'{path}' isn't the file that the model manifest '{manifest.Path}' lists in line {line}: its SHA-256 is {actual}, and the manifest says {expected}. " +
        $"Restore the file; or, if you trust this one, replace the line by what this prints: {Command(path, manifest)}",
        new Dictionary<string, string> { ["path"] = path, ["manifest"] = manifest.Path, ["actual"] = actual, ["expected"] = expected });

    public static MceException PluginNotListed(PluginDescription plugin, IReadOnlyList<TrustedPlugin> trusted) => new(
        MceErrorCodes.NotTrusted,
        $"Plugin '{plugin.Name}' ({plugin.Directory}): it isn't on the list of trusted plugins, so nothing of it is loaded. " +
        $"The list has: {(trusted.Count == 0 ? "none" : string.Join(", ", trusted.Select(t => t.Name).Distinct()))}. Cure: add it to Trust.Plugins if you trust it, or remove the folder.",
        new Dictionary<string, string> { ["plugin"] = plugin.Name, ["directory"] = plugin.Directory });

    public static MceException PluginAltered(PluginDescription plugin, string actual, IEnumerable<string> expected) => new(
        MceErrorCodes.NotTrusted,
        $"Plugin '{plugin.Name}' ({plugin.Directory}): its files aren't those of the list of trusted plugins, so nothing of it is loaded. " +
        $"The folder's SHA-256 is {actual}, and the list says {string.Join(" or ", expected)}. Cure: restore the folder; or, if you trust it as it is, list it as {new TrustedPlugin(plugin.Name, actual)}.",
        new Dictionary<string, string> { ["plugin"] = plugin.Name, ["directory"] = plugin.Directory, ["actual"] = actual, ["expected"] = string.Join(", ", expected) });

    public static MceException PluginUnreadable(PluginDescription plugin, Exception cause) => new(
        MceErrorCodes.NotTrusted,
        $"Plugin '{plugin.Name}' ({plugin.Directory}): its files can't be compared with the list of trusted plugins, so nothing of it is loaded: {cause.Message}",
        new Dictionary<string, string> { ["plugin"] = plugin.Name, ["directory"] = plugin.Directory },
        cause);

    /// <summary>What prints the file's line, from the manifest's folder.</summary>
    private static string Command(string path, ModelManifest manifest)
    {
        string folder = Path.GetDirectoryName(manifest.Path)!;
        return $"cd {Quote(folder)} && sha256sum -- {Quote(Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/'))}";
    }

    private static string Quote(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
