using Desktop.ViewModels;

namespace Mce.Desktop.Tests;

public sealed class PluginsViewModelTests
{
    [Fact]
    public void Refresh_Report_BecomesATableAndNotes() => WindowThread.Run(async () =>
    {
        var plugins = new PluginsViewModel(new FakeReader().CreatePluginReport);

        await plugins.RefreshAsync();

        Assert.Equal("2 plugins · host ABI 0.3 · .NET 10 · linux-x64", plugins.Summary);
        PluginRow good = plugins.Rows[0], bad = plugins.Rows[1];
        Assert.Equal(("a", "frame", "1.2", "Loaded", "mce:a", "1 of 2"), (good.Name, good.Framework, good.Version, good.State, good.LoadContext, good.Managed));
        Assert.Equal(("libone.so\nlibtwo.so", "/p/libone.so\n/p/libtwo.so"), (good.Natives, good.NativePaths));
        Assert.Equal("One 1.0, loaded\nTwo 2.0", good.ManagedNames);
        Assert.Equal(("?", "?", "Failed", "–", "none", "It has no backend."), (bad.Framework, bad.Version, bad.State, bad.LoadContext, bad.Natives, bad.Error));
        Assert.Equal(
            ["There is no folder 'more'.", "It has no backend.", "Lib: 1.0 (a), Lib.dll (host). Each has its own.", "The window's own native libraries: libwindow.so"],
            plugins.Notes);
    });

    [Fact]
    public void Refresh_ServerNotThere_SaysSo() => WindowThread.Run(async () =>
    {
        var plugins = new PluginsViewModel(() => throw new InvalidOperationException("Start it first."));

        await plugins.RefreshAsync();

        Assert.Equal(["Start it first."], plugins.Notes);
        Assert.Empty(plugins.Rows);
    });
}
