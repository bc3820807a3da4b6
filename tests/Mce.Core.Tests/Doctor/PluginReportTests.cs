using System.Text.Json;
using Mce.Core.Tests.Plugins;

namespace Mce.Core.Tests.Doctor;

public sealed class PluginReportTests
{
    private static readonly string Abi = $"{MceAbi.Major}.{MceAbi.Minor}";

    [Fact]
    public async Task CreateReport_TwoVersionsLoaded_TellsDependenciesAndResolvedConflict()
    {
        await using PluginHost host = Fixture.Host("EchoV1", "EchoV2", "OldAbi");
        using PluginHandle first = host.Acquire("echo@1"), second = host.Acquire("echo@2");
        Fixture.ProducerOf(first.Backend);
        PluginReport report = host.CreateReport();

        PluginReportEntry one = report.Plugins[0];
        Assert.Equal(("EchoV1", "mce:EchoV1", Abi, PluginState.Loaded), (one.Name, one.LoadContext, one.Abi, one.State));
        Assert.Equal(new PluginDependency("Newtonsoft.Json", "13.0.1", "Newtonsoft.Json", "13.0.1", true), Assert.Single(one.Dependencies));
        Assert.False(Assert.Single(report.Plugins[1].Dependencies).IsLoaded);

        PluginConflict conflict = Assert.Single(report.Conflicts, c => c.Subject == "Newtonsoft.Json");
        Assert.True(conflict.IsResolved);
        Assert.Contains(conflict.Copies, c => (c.Owner, c.Version) == ("EchoV1", "13.0.1"));
        Assert.Contains(conflict.Copies, c => (c.Owner, c.Version) == ("EchoV2", "13.0.3"));
    }

    [Fact]
    public async Task ToString_LoadedAndFailedPlugins_FitsTheWidthAndNamesThem()
    {
        await using PluginHost host = Fixture.Host("EchoV1", "EchoV2", "OldAbi", "MissingNative", "OwnContract", "NotExported");
        using PluginHandle handle = host.Acquire("echo@1");
        Assert.Throws<MceException>(() => host.Acquire("missingnative"));
        string text = host.CreateReport().ToString();

        Assert.All(text.Split('\n'), line => Assert.InRange(line.TrimEnd('\r').Length, 0, 110));
        string unwrapped = string.Join(' ', text.Split([' ', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains($"EchoV1 echo 1.0.0 {Abi} loaded mce:EchoV1 no", unwrapped, StringComparison.Ordinal);
        Assert.Contains("its ABI 0.0 is too old", unwrapped, StringComparison.Ordinal);
        Assert.Contains("Conflicts that isolation resolved", unwrapped, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ToJson_Report_IsWholeAndInCamelCase()
    {
        await using PluginHost host = Fixture.Host("EchoV1", "OldAbi");
        using PluginHandle handle = host.Acquire("echo");
        using JsonDocument json = JsonDocument.Parse(host.CreateReport().ToJson());

        JsonElement plugins = json.RootElement.GetProperty("plugins");
        Assert.Equal(2, plugins.GetArrayLength());
        Assert.Equal("EchoV1", plugins[0].GetProperty("name").GetString());
        Assert.Equal("Loaded", plugins[0].GetProperty("state").GetString());
        Assert.Equal("mce:EchoV1", plugins[0].GetProperty("loadContext").GetString());
        Assert.Equal("Failed", plugins[1].GetProperty("state").GetString());
    }

    [Fact]
    public async Task CreateReport_TwoOpenMpCopies_IsAConflictThatCannotBeResolved()
    {
        PluginHostOptions options = Fixture.Options("EchoV1");
        options.ProcessModules = new FakeProcessModules(Path.Combine(Fixture.Folder("EchoV1"), "libgomp-98b21ff3.so.1.0.0"), "/opt/intel/libiomp5.so");
        await using PluginHost host = Fixture.Host(options);

        PluginConflict conflict = Assert.Single(host.CreateReport().Conflicts, c => c.Subject == "OpenMP");
        Assert.False(conflict.IsResolved);
        Assert.Equal(["EchoV1", "host"], conflict.Copies.Select(c => c.Owner));
    }

    [Fact]
    public async Task CreateReport_StaticBackend_HasNoFolderAndNoContext()
    {
        var options = new PluginHostOptions();
        options.StaticBackends.Add(new StaticBackend("fake", "1.0", () => new RecordingBackend()));
        await using PluginHost host = Fixture.Host(options);
        PluginReportEntry entry = Assert.Single(host.CreateReport().Plugins);
        Assert.Equal(("fake@1.0", "fake", null, null), (entry.Name, entry.Framework, entry.Directory, entry.LoadContext));
    }
}
