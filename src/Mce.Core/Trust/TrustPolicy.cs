namespace Mce;

/// <summary>What a server trusts: made when it is built, asked before files are opened and plugins are loaded. Thread-safe.</summary>
internal sealed class TrustPolicy
{
    private readonly TrustOptions _options;
    private readonly Lazy<(ModelManifest? Manifest, MceException? Error)> _manifest;

    public TrustPolicy(MceOptions options)
    {
        _options = options.Trust;
        Limits = options.Limits;
        string folder = options.BaseDirectory;
        _manifest = new(() => Read(_options.ModelManifest, folder));
    }

    public SizeLimits Limits { get; }

    /// <summary>What is wrong with the manifest; null when there is none, or nothing.</summary>
    public MceException? ManifestError => _manifest.Value.Error;

    /// <summary>What a file must pass before it is opened; null = nothing.</summary>
    /// <param name="cancellationToken">Stops the reading of a large file.</param>
    public Action<string>? FileCheck(CancellationToken cancellationToken) =>
        _options.ModelManifest is null ? null : path => CheckModelFile(path, cancellationToken);

    /// <summary>Why a plugin may not even be looked at for its digest; null = it is on the list, or there is none.</summary>
    public MceException? RefuseByName(PluginDescription plugin) =>
        plugin.Static is null && _options.Plugins is { } trusted && !Entries(plugin, trusted).Any() ? TrustErrors.PluginNotListed(plugin, trusted) : null;

    /// <summary>Refuses a plugin whose files aren't those of the list. Reads them all when the list gives a digest.</summary>
    /// <exception cref="MceException"><see cref="MceErrorCodes.NotTrusted"/>.</exception>
    public void Check(PluginDescription plugin)
    {
        if (plugin.Static is not null || _options.Plugins is not { } trusted) return;
        TrustedPlugin[] entries = [.. Entries(plugin, trusted)];
        if (entries.Length == 0) throw TrustErrors.PluginNotListed(plugin, trusted);
        if (entries.Any(e => e.Digest is null)) return;
        string digest = DigestOf(plugin);
        if (entries.All(e => e.Digest != digest)) throw TrustErrors.PluginAltered(plugin, digest, entries.Select(e => e.Digest!));
    }

    public TrustReport Describe() => new()
    {
        ModelManifest = _manifest.Value.Manifest?.Path ?? _options.ModelManifest,
        ModelManifestEntries = _manifest.Value.Manifest?.Count,
        ModelManifestError = ManifestError?.Message,
        Plugins = _options.Plugins is { } plugins ? [.. plugins.Select(p => p.ToString())] : null,
        Limits = Limits,
    };

    private void CheckModelFile(string path, CancellationToken cancellationToken)
    {
        (ModelManifest? manifest, MceException? error) = _manifest.Value;
        if (manifest is null) throw new MceException(error!.Code, error.Message, error.Fields);
        manifest.Check(path, cancellationToken);
    }

    private static IEnumerable<TrustedPlugin> Entries(PluginDescription plugin, IReadOnlyList<TrustedPlugin> trusted) =>
        trusted.Where(t => t.Name.Equals(plugin.Name, PathNames.Comparison));

    private static string DigestOf(PluginDescription plugin)
    {
        try
        {
            return PluginDigest.Of(plugin.Directory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw TrustErrors.PluginUnreadable(plugin, e);
        }
    }

    private static (ModelManifest? Manifest, MceException? Error) Read(string? path, string folder)
    {
        if (path is null) return default;
        try
        {
            return (ModelManifest.Read(Path.GetFullPath(path, folder)), null);
        }
        catch (ArgumentException e)
        {
            return (null, TrustErrors.ManifestUnreadable(path, e.Message, e));
        }
        catch (MceException e)
        {
            return (null, e);
        }
    }
}
