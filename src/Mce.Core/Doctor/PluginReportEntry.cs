namespace Mce;

/// <summary>What the doctor says about one plugin.</summary>
public sealed record PluginReportEntry
{
    /// <summary>The plugin's name: its folder's name.</summary>
    public required string Name { get; init; }

    /// <summary>Its absolute folder; null for a backend that the application added itself.</summary>
    public string? Directory { get; init; }

    /// <summary>The framework that it serves; null when a fault hides it.</summary>
    public string? Framework { get; init; }

    /// <summary>The framework's version; null when a fault hides it.</summary>
    public string? FrameworkVersion { get; init; }

    /// <summary>The contract version that it was compiled with, <c>major.minor</c>; null when unknown.</summary>
    public string? Abi { get; init; }

    /// <summary>The plugin's own version, as its assembly states it; null when unknown.</summary>
    public string? PluginVersion { get; init; }

    /// <summary>
    /// The SHA-256 of the whole folder, 64 hexadecimal digits, for a list of trusted plugins; null for a backend of the application's
    /// own and for a folder that can't be read. Read once, by the first report.
    /// </summary>
    public string? Digest { get; init; }

    /// <summary>Where it stands.</summary>
    public required PluginState State { get; init; }

    /// <summary>Why it failed, or, loaded, is given to nobody new, with the cure; null when neither is so.</summary>
    public string? Error { get; init; }

    /// <summary>The code of <see cref="Error"/>, one of <see cref="MceErrorCodes"/>.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>The name of its load context; null while it isn't loaded or shares the application's.</summary>
    public string? LoadContext { get; init; }

    /// <summary>Whether its load context can be unloaded.</summary>
    public bool IsCollectible { get; init; }

    /// <summary>Whether it was unloaded and its code is in memory all the same.</summary>
    public bool IsStillInMemory { get; init; }

    /// <summary>The managed assemblies that it brings, loaded or not, by name.</summary>
    public IReadOnlyList<PluginDependency> Dependencies { get; init; } = [];

    /// <summary>The native libraries mapped now on its behalf.</summary>
    public IReadOnlyList<PluginNativeFile> NativeFiles { get; init; } = [];
}
