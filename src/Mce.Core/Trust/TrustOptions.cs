namespace Mce;

/// <summary>Which model files and which plugins may be loaded. Immutable.</summary>
/// <remarks>
/// What isn't allowed is refused with <see cref="MceErrorCodes.NotTrusted"/> before anything of it runs or reaches a framework.
/// The doctor's report says what is in force. See docs/trust.md.
/// </remarks>
public sealed record TrustOptions
{
    /// <summary>Any model file and any plugin: what the configuration names is trusted.</summary>
    public static TrustOptions Any { get; } = new();

    /// <summary>
    /// A file as <c>sha256sum</c> writes it: only files that it lists, with the content that it lists, are loaded as models or parts
    /// of models. A relative path starts at <see cref="MceOptions.BaseDirectory"/>; the paths inside start at the manifest's own
    /// folder. Null = any file. Default null.
    /// </summary>
    public string? ModelManifest { get; init; }

    /// <summary>
    /// The plugins that may be loaded; several entries of one name allow each of their digests. Empty = none; null = any. Default null.
    /// Backends that the application adds itself are not asked for.
    /// </summary>
    public IReadOnlyList<TrustedPlugin>? Plugins { get; init; }
}
