namespace Mce.Core.Tests.Plugins;

/// <summary>Every fault is told with plugin, cause and cure.</summary>
public sealed class PluginDiagnosisTests
{
    [Theory]
    [InlineData("OldAbi", "ABI 0.0 is too old", "Rebuild the plugin")]
    [InlineData("NewAbi", "ABI 0.99 is too new", "Update Mce.Core")]
    [InlineData("FuturePlugin", "assembly version 9.0.0.0", "Update Mce.Core")]
    [InlineData("OwnContract", "its own copy of Mce.Abstractions.dll", "ExcludeAssets=\"runtime\"")]
    [InlineData("OwnMef", "its own copy of System.ComponentModel.Composition.dll", "ExcludeAssets=\"runtime\"")]
    [InlineData("MissingDependency", "Newtonsoft.Json.dll of Newtonsoft.Json 13.0.3 is missing", "whole build output")]
    [InlineData("NotExported", "no class is exported", "[ExportBackend(")]
    [InlineData("HiddenBackend", "Mce.Fixtures.HiddenBackend isn't public", "public class")]
    public async Task Discover_FaultyPlugin_SaysCauseAndCureWithoutLoading(string fixture, string cause, string cure)
    {
        await using PluginHost host = Fixture.Host(fixture);
        PluginReportEntry entry = Assert.Single(host.CreateReport().Plugins);

        Assert.Equal((fixture, PluginState.Failed, MceErrorCodes.PluginInvalid), (entry.Name, entry.State, entry.ErrorCode));
        AssertExplains(entry.Error!, fixture, cause, cure);
        Assert.DoesNotContain(AppDomain.CurrentDomain.GetAssemblies(), a => a.GetName().Name == fixture);
    }

    [Theory]
    [InlineData("OldAbi", "oldabi")]
    [InlineData("MissingDependency", "missingdependency")]
    public async Task Acquire_FaultyPlugin_ThrowsItsDiagnosis(string fixture, string framework)
    {
        await using PluginHost host = Fixture.Host(fixture);
        MceException error = Assert.Throws<MceException>(() => host.Acquire(framework));
        Assert.Equal(MceErrorCodes.PluginInvalid, error.Code);
        Assert.Equal(fixture, error.Fields["plugin"]);
        Assert.Equal(Fixture.Folder(fixture), error.Fields["directory"]);
    }

    [Theory]
    [InlineData("ThrowingConstructor", "throwing", MceErrorCodes.PluginInvalid, "its constructor threw InvalidOperationException: The licence has run out.", "Cure:")]
    [InlineData("NotABackend", "notabackend", MceErrorCodes.PluginInvalid, "Mce.Fixtures.NotABackend doesn't implement Mce.IBackend", "Export a public class")]
    [InlineData("MissingNative", "missingnative", MceErrorCodes.NativeLibraryUnavailable, "native library 'mce_fixture_absent' can't be loaded. There is no such file", "Cure:")]
    public async Task Acquire_FaultThatOnlyLoadingShows_SaysCauseAndCure(string fixture, string framework, string code, string cause, string cure)
    {
        await using PluginHost host = Fixture.Host(fixture);
        Assert.True(host.TryFind(framework, out _));

        MceException error = Assert.Throws<MceException>(() => host.Acquire(framework));
        Assert.Equal(code, error.Code);
        AssertExplains(error.Message, fixture, cause, cure);

        MceException again = Assert.Throws<MceException>(() => host.Acquire(framework));
        Assert.Equal(error.Message, again.Message);
        Assert.Equal(PluginState.Failed, Assert.Single(host.CreateReport().Plugins).State);
    }

    [Fact]
    public async Task Discover_RootMissing_IsRecordedWithFullPath()
    {
        var options = new PluginHostOptions();
        options.PluginRoots.Add("no-such-plugins");
        await using PluginHost host = Fixture.Host(options);

        string problem = Assert.Single(host.CreateReport().Problems);
        Assert.Contains(Path.Combine(AppContext.BaseDirectory, "no-such-plugins"), problem, StringComparison.Ordinal);
        MceException error = Assert.Throws<MceException>(() => host.Acquire("onnx"));
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Discover_RootIsAPluginItself_SaysSo()
    {
        var options = new PluginHostOptions();
        options.PluginRoots.Add(Fixture.Folder("EchoV1"));
        await using PluginHost host = Fixture.Host(options);
        Assert.Contains("seems to be a plugin itself", Assert.Single(host.RootErrors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Discover_SingleFolderMissing_SaysSo() => await AssertFolder(Path.Combine(Fixture.Root, "nowhere"), "there is no such folder");

    [Fact]
    public async Task Discover_EmptyFolder_SaysSo()
    {
        using var folder = new TemporaryFolder();
        await AssertFolder(folder.Create("empty"), "holds no assembly");
    }

    [Fact]
    public async Task Discover_NoManifest_SaysSo()
    {
        using var folder = new TemporaryFolder();
        string plugin = folder.Copy("EchoV1", "bare");
        File.Delete(Path.Combine(plugin, "EchoV1.deps.json"));
        await AssertFolder(plugin, "there is no .deps.json beside EchoV1.dll");
    }

    [Fact]
    public async Task Discover_ManifestIsNoJson_SaysSo()
    {
        using var folder = new TemporaryFolder();
        string plugin = folder.Copy("EchoV1", "garbled");
        await File.WriteAllTextAsync(Path.Combine(plugin, "EchoV1.deps.json"), "{ not json");
        await AssertFolder(plugin, "can't be read");
    }

    [Fact]
    public async Task Discover_ManifestsOfStrangers_SaysWhichThereAre()
    {
        using var folder = new TemporaryFolder();
        string plugin = folder.Copy("EchoV1", "mixed");
        File.Move(Path.Combine(plugin, "EchoV1.deps.json"), Path.Combine(plugin, "One.deps.json"));
        File.Copy(Path.Combine(plugin, "One.deps.json"), Path.Combine(plugin, "Two.deps.json"));
        await AssertFolder(plugin, "there are several .deps.json");
    }

    [Fact]
    public async Task Discover_TwoBackendsInOneFolder_NamesBoth()
    {
        using var folder = new TemporaryFolder();
        string plugin = folder.Copy("EchoV1", "both");
        File.Copy(Path.Combine(Fixture.Folder("NewAbi"), "NewAbi.dll"), Path.Combine(plugin, "NewAbi.dll"));
        await AssertFolder(plugin, "Mce.Fixtures.EchoBackend, Mce.Fixtures.NewAbiBackend");
    }

    [Fact]
    public async Task Discover_MainIsNotDotNet_SaysSo()
    {
        using var folder = new TemporaryFolder();
        string plugin = folder.Create("native");
        await File.WriteAllTextAsync(Path.Combine(plugin, "native.dll"), "this is not an assembly");
        await File.WriteAllTextAsync(Path.Combine(plugin, "native.deps.json"), "{}");
        await AssertFolder(plugin, "isn't a .NET assembly");
    }

    [Fact]
    public async Task Discover_TruncatedAssembly_SaysSo()
    {
        using var folder = new TemporaryFolder();
        string plugin = folder.Copy("EchoV1", "cut");
        string main = Path.Combine(plugin, "EchoV1.dll");
        byte[] bytes = await File.ReadAllBytesAsync(main);
        await File.WriteAllBytesAsync(main, bytes[..(bytes.Length / 2)]);
        await AssertFolder(plugin, "isn't a .NET assembly, or is damaged");
    }

    [Fact]
    public async Task Discover_LibraryWithoutContract_SaysItIsNoPlugin()
    {
        using var folder = new TemporaryFolder();
        string plugin = folder.Create("library");
        File.Copy(Path.Combine(Fixture.Folder("EchoV1"), "Newtonsoft.Json.dll"), Path.Combine(plugin, "Newtonsoft.Json.dll"));
        await File.WriteAllTextAsync(Path.Combine(plugin, "Newtonsoft.Json.deps.json"), "{}");
        await AssertFolder(plugin, "no assembly in the folder references Mce.Abstractions");
    }

    [Fact]
    public async Task Discover_TwoPluginsWithOneFrameworkAndVersion_RefusesBothAndNamesThem()
    {
        using var folder = new TemporaryFolder();
        string first = folder.Copy("EchoV1", "first"), second = folder.Copy("EchoV1", "second");
        await using PluginHost host = Fixture.Host(first, second, "EchoV2");

        MceException error = Assert.Throws<MceException>(() => host.Acquire("echo@1"));
        Assert.Contains(first, error.Message, StringComparison.Ordinal);
        Assert.Contains(second, error.Message, StringComparison.Ordinal);
        using PluginHandle other = host.Acquire("echo@2");
        Assert.Equal("EchoV2", other.Name);
    }

    [Fact]
    public async Task Discover_TwoPluginsWithOneName_RefusesBoth()
    {
        using TemporaryFolder one = new(), two = new();
        await using PluginHost host = Fixture.Host(one.Copy("EchoV1", "echo"), two.Copy("EchoV2", "echo"));
        Assert.All(host.CreateReport().Plugins, p => Assert.Contains("has the same name", p.Error, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Discover_OneFolderGivenTwice_IsOnePlugin()
    {
        var options = Fixture.Options("EchoV1", Fixture.Folder("EchoV1") + Path.DirectorySeparatorChar);
        await using PluginHost host = Fixture.Host(options);
        Assert.Null(Assert.Single(host.CreateReport().Plugins).Error);
    }

    [Fact]
    public async Task Acquire_SecondLibtorch_IsRefusedBeforeAnythingIsLoaded()
    {
        using var folder = new TemporaryFolder();
        string plugin = folder.Copy("EchoV1", "torchlike");
        string brought = Path.Combine(folder.Create("torchlike/native"), "libtorch_cpu.so");
        await File.WriteAllTextAsync(brought, "a libtorch");
        var options = Fixture.Options(plugin);
        options.ProcessModules = new FakeProcessModules("/opt/other/libtorch_cpu.so");
        await using PluginHost host = Fixture.Host(options);

        MceException error = Assert.Throws<MceException>(() => host.Acquire("echo"));
        Assert.Equal(MceErrorCodes.NativeLibraryUnavailable, error.Code);
        AssertExplains(error.Message, "torchlike", brought, "/opt/other/libtorch_cpu.so");
        PluginConflict conflict = Assert.Single(host.CreateReport().Conflicts, c => c.Subject == "libtorch_cpu.so");
        Assert.False(conflict.IsResolved);
        Assert.Equal(["host", "torchlike"], conflict.Copies.Select(c => c.Owner));
    }

    [Fact]
    public async Task Acquire_LinkToTheMappedLibtorch_IsNoSecondCopy()
    {
        using var folder = new TemporaryFolder();
        string plugin = folder.Copy("EchoV1", "torchlike");
        string mapped = Path.Combine(folder.Path, "libtorch_cpu.so");
        await File.WriteAllTextAsync(mapped, "a libtorch");
        File.CreateSymbolicLink(Path.Combine(plugin, "libtorch_cpu.so"), mapped);
        var options = Fixture.Options(plugin);
        options.ProcessModules = new FakeProcessModules(mapped);
        await using PluginHost host = Fixture.Host(options);
        using PluginHandle handle = host.Acquire("echo");
        Assert.Equal("torchlike", handle.Name);
    }

    private static async Task AssertFolder(string folder, string cause)
    {
        await using PluginHost host = Fixture.Host(folder);
        PluginReportEntry entry = Assert.Single(host.CreateReport().Plugins);
        Assert.Equal(PluginState.Failed, entry.State);
        AssertExplains(entry.Error!, folder, cause, "Cure: ");
    }

    private static void AssertExplains(string message, params string[] parts) =>
        Assert.All(parts, part => Assert.Contains(part, message, StringComparison.Ordinal));
}
