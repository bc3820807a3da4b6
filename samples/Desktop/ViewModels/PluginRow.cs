using Mce;

namespace Desktop.ViewModels;

/// <summary>A line of the plugins' table.</summary>
internal sealed class PluginRow(PluginReportEntry plugin)
{
    public string Name => plugin.Name;

    public string Framework => plugin.Framework ?? "?";

    public string Version => plugin.FrameworkVersion ?? "?";

    public string State => plugin.State.ToString();

    public string LoadContext => plugin.LoadContext ?? "–";

    /// <summary>How many of the assemblies that it brings are in its load context now.</summary>
    public string Managed => $"{plugin.Dependencies.Count(d => d.IsLoaded)} of {plugin.Dependencies.Count}";

    /// <summary>All of them with their versions, for the tooltip.</summary>
    public string? ManagedNames => plugin.Dependencies.Count == 0 ? null : string.Join('\n', plugin.Dependencies.Select(d => $"{d.Name} {d.Version}{(d.IsLoaded ? ", loaded" : "")}"));

    public string Natives => plugin.NativeFiles.Count == 0 ? "none" : string.Join('\n', plugin.NativeFiles.Select(f => f.Name));

    /// <summary>With folders, for the tooltip.</summary>
    public string? NativePaths => plugin.NativeFiles.Count == 0 ? null : string.Join('\n', plugin.NativeFiles.Select(f => f.Path));

    public string? Error => plugin.Error;

    /// <summary>The line in a sentence, for those who hear it.</summary>
    public string Description => $"{Name}: {Framework} {Version}, {State}, load context {LoadContext}, {Managed} assemblies loaded, natives {Natives}";
}
