namespace Mce;

/// <summary>What the doctor says about trust: which files and plugins may be loaded, and how large they may be.</summary>
public sealed record TrustReport
{
    /// <summary>The manifest of trusted model files, an absolute path where it could be read; null = any file is trusted.</summary>
    public string? ModelManifest { get; init; }

    /// <summary>How many files the manifest lists; null without one, or when it can't be read.</summary>
    public int? ModelManifestEntries { get; init; }

    /// <summary>Why the manifest can't be read; every model is refused then.</summary>
    public string? ModelManifestError { get; init; }

    /// <summary>The trusted plugins, as <c>name</c> or <c>name@sha256:digest</c>; null = any plugin is.</summary>
    public IReadOnlyList<string>? Plugins { get; init; }

    /// <summary>The size limits in force.</summary>
    public required SizeLimits Limits { get; init; }
}
