using System.Collections.Immutable;

namespace Mce;

/// <summary>What is known of a plugin before anything of it is loaded. Immutable.</summary>
internal sealed record PluginDescription(string Name, string Directory)
{
    /// <summary>Null while the folder's fault hides it.</summary>
    public BackendExport? Export { get; init; }

    /// <summary>The assembly that holds the exported class.</summary>
    public AssemblyMetadata? Assembly { get; init; }

    /// <summary>The assembly whose <c>.deps.json</c> describes the folder; another one than <see cref="Assembly"/> for packaged plugins.</summary>
    public string? MainAssembly { get; init; }

    public ImmutableArray<ManifestAssembly> Dependencies { get; init; } = [];

    /// <summary>The folder's files, taken before anything of them was read; null for a backend of the application's own.</summary>
    public ModelStamp? Stamp { get; init; }

    /// <summary>Set for a backend of the application's own.</summary>
    public StaticBackend? Static { get; init; }

    /// <summary>Why the plugin can't be used; null = nothing found so far.</summary>
    public MceException? Error { get; init; }

    public string? Framework => Export?.Framework ?? Static?.Framework;

    public string? FrameworkVersion => Export?.FrameworkVersion ?? Static?.FrameworkVersion;

    public static PluginDescription Of(StaticBackend backend) =>
        new($"{backend.Framework}@{backend.FrameworkVersion}", AppContext.BaseDirectory) { Static = backend };

    /// <summary>Whether both were read from the same files, even if these were copied there once more in between.</summary>
    public bool IsSamePluginAs(PluginDescription other) =>
        Static == other.Static && Assembly?.Mvid == other.Assembly?.Mvid && (Stamp is null || (other.Stamp is not null && Stamp.HasSameLengths(other.Stamp)));

    public bool IsAccepted(FrameworkSelector selector) =>
        Framework is not null && FrameworkVersion is not null && selector.Accepts(Framework, FrameworkVersion);
}
