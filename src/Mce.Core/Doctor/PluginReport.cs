using System.Text.Json;

namespace Mce;

/// <summary>The doctor's report: every plugin, what is really in the process, and which libraries are there more than once.</summary>
/// <remarks>A snapshot. <see cref="ToString"/> is for people, <see cref="ToJson"/> for programs.</remarks>
public sealed record PluginReport
{
    /// <summary>The contract version of this host, <c>major.minor</c>.</summary>
    public required string HostAbi { get; init; }

    /// <summary>The .NET that runs, for example <c>.NET 10.0.1</c>.</summary>
    public required string Runtime { get; init; }

    /// <summary>The system and architecture, for example <c>linux-x64</c>.</summary>
    public required string RuntimeIdentifier { get; init; }

    /// <summary>All plugins that were found, by name.</summary>
    public required IReadOnlyList<PluginReportEntry> Plugins { get; init; }

    /// <summary>What is wrong with the plugin folders as such: missing or empty roots.</summary>
    public required IReadOnlyList<string> Problems { get; init; }

    /// <summary>Which model files and plugins may be loaded, and the size limits.</summary>
    public required TrustReport Trust { get; init; }

    /// <summary>Libraries of which there are several copies.</summary>
    public required IReadOnlyList<PluginConflict> Conflicts { get; init; }

    /// <summary>Mapped native libraries that belong to no plugin, to the runtime or to the system: the application's own.</summary>
    public required IReadOnlyList<string> HostNativeFiles { get; init; }

    /// <summary>A table and notes, at most 110 columns wide; long paths are shortened in the middle.</summary>
    public override string ToString() => PluginReportText.Format(this);

    /// <summary>The whole report as indented JSON, names in camel case, with full paths.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, PluginReportJsonContext.Default.PluginReport);
}
