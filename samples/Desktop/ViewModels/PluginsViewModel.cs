using CommunityToolkit.Mvvm.ComponentModel;
using CommunityToolkit.Mvvm.Input;
using Mce;

namespace Desktop.ViewModels;

/// <summary>The plugin report, as a table.</summary>
internal sealed partial class PluginsViewModel(Func<PluginReport> create) : ObservableObject
{
    [ObservableProperty]
    public partial IReadOnlyList<PluginRow> Rows { get; private set; } = [];

    /// <summary>Host and runtime in one line.</summary>
    [ObservableProperty]
    public partial string Summary { get; private set; } = "";

    /// <summary>Libraries that are there more than once, and what is wrong: a sentence each.</summary>
    [ObservableProperty]
    public partial IReadOnlyList<string> Notes { get; private set; } = [];

    /// <summary>Looks again. The report reads every plugin's folder, so not on the window's thread.</summary>
    [RelayCommand]
    public async Task RefreshAsync()
    {
        PluginReport report;
        try
        {
            report = await Task.Run(create);
        }
        catch (InvalidOperationException e)
        {
            // The server isn't there yet, or not any more.
            Notes = [e.Message];
            return;
        }

        Rows = [.. report.Plugins.Select(p => new PluginRow(p))];
        Summary = $"{report.Plugins.Count} plugins · host ABI {report.HostAbi} · {report.Runtime} · {report.RuntimeIdentifier}";
        Notes =
        [
            .. report.Problems,
            .. report.Plugins.Where(p => p.Error is not null).Select(p => p.Error!),
            .. report.Conflicts.Select(c => $"{c.Subject}: {string.Join(", ", c.Copies.Select(Describe))}. {c.Explanation}"),
            .. report.HostNativeFiles.Count == 0 ? Array.Empty<string>() : [$"The window's own native libraries: {string.Join(", ", report.HostNativeFiles.Select(Path.GetFileName))}"],
        ];
    }

    private static string Describe(PluginConflictCopy copy) => $"{copy.Version ?? Path.GetFileName(copy.Path)} ({copy.Owner})";
}
