using System.Runtime.Loader;

namespace Mce.Core.Tests.Plugins;

public sealed class PluginHostTests
{
    [Fact]
    public async Task Discover_GoodPlugin_LoadsNothing()
    {
        using var folder = new TemporaryFolder();
        folder.Copy("EchoV1", "untouched");
        var options = new PluginHostOptions();
        options.PluginRoots.Add(folder.Path);
        await using PluginHost host = Fixture.Host(options);

        Assert.True(host.TryFind("echo@1", out _));
        PluginReportEntry entry = Assert.Single(host.CreateReport().Plugins);
        Assert.Equal(("untouched", "echo", "1.0.0", PluginState.Discovered), (entry.Name, entry.Framework, entry.FrameworkVersion, entry.State));
        Assert.DoesNotContain(AssemblyLoadContext.All, c => c.Name == "mce:untouched");
    }

    [Fact]
    public async Task Acquire_TwoVersionsOfOneFramework_EachRunsWithItsOwnDependency()
    {
        await using PluginHost host = Fixture.Host("EchoV1", "EchoV2");
        using PluginHandle first = host.Acquire("echo@1"), second = host.Acquire("echo@2.0");

        Assert.Equal(("EchoV1", "1.0.0", "13.0.1"), (first.Name, first.FrameworkVersion, Fixture.ProducerOf(first.Backend)));
        Assert.Equal(("EchoV2", "2.0.0", "13.0.3"), (second.Name, second.FrameworkVersion, Fixture.ProducerOf(second.Backend)));
    }

    [Fact]
    public async Task Acquire_WithoutVersion_TakesTheNewest()
    {
        await using PluginHost host = Fixture.Host("EchoV2", "EchoV1");
        using PluginHandle handle = host.Acquire("echo");
        Assert.Equal("2.0.0", handle.FrameworkVersion);
    }

    [Fact]
    public async Task Acquire_LoadedPlugin_SharesOnlyTheContract()
    {
        await using PluginHost host = Fixture.Host("EchoV1");
        using PluginHandle handle = host.Acquire("echo");

        AssemblyLoadContext context = AssemblyLoadContext.GetLoadContext(handle.Backend.GetType().Assembly)!;
        Assert.Equal("mce:EchoV1", context.Name);
        Assert.NotSame(AssemblyLoadContext.Default, context);
        Fixture.ProducerOf(handle.Backend);
        Assert.Equal(["EchoV1", "Newtonsoft.Json"], context.Assemblies.Select(a => a.GetName().Name!).Order());
    }

    [Fact]
    public async Task Acquire_FromManyThreads_LoadsOnce()
    {
        int created = 0;
        var options = new PluginHostOptions();
        options.StaticBackends.Add(new StaticBackend("counted", "1.0", () =>
        {
            Interlocked.Increment(ref created);
            return new RecordingBackend();
        }));
        await using PluginHost host = Fixture.Host(options);
        using var gate = new ManualResetEventSlim();
        Task<PluginHandle>[] tasks = [.. Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(
            () =>
            {
                gate.Wait();
                return host.Acquire("counted");
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default))];
        gate.Set();
        PluginHandle[] handles = await Task.WhenAll(tasks);

        Assert.Equal(1, created);
        Assert.Single(handles.Select(h => h.Backend).Distinct());
        foreach (PluginHandle handle in handles) handle.Dispose();
    }

    [Fact]
    public async Task Acquire_UnknownFramework_ListsWhatThereIsAndWhatFailed()
    {
        await using PluginHost host = Fixture.Host("EchoV1", "NotExported");

        MceException error = Assert.Throws<MceException>(() => host.Acquire("onnx@1.31"));
        Assert.Equal(MceErrorCodes.FrameworkNotFound, error.Code);
        Assert.Contains("'onnx@1.31'", error.Message, StringComparison.Ordinal);
        Assert.Contains("echo@1.0.0", error.Message, StringComparison.Ordinal);
        Assert.Contains("NotExported", error.Message, StringComparison.Ordinal);
        Assert.False(host.TryFind("onnx@1.31", out MceException? sameError));
        Assert.Equal(error.Message, sameError.Message);
    }

    [Fact]
    public async Task Acquire_OtherPluginIsBad_GoodOneWorks()
    {
        await using PluginHost host = Fixture.Host("ThrowingConstructor", "OldAbi", "EchoV1");
        Assert.Throws<MceException>(() => host.Acquire("throwing"));
        using PluginHandle handle = host.Acquire("echo");
        Assert.Equal("13.0.1", Fixture.ProducerOf(handle.Backend));
    }

    [Fact]
    public async Task Acquire_PackagedPlugin_UsesTheShimsManifest()
    {
        await using PluginHost host = Fixture.Host("PackagedEcho");
        using PluginHandle handle = host.Acquire("echo");
        Assert.Equal("13.0.1", Fixture.ProducerOf(handle.Backend));
    }

    [Fact]
    public async Task Acquire_SettingsByFrameworkAndVersion_MostExactWins()
    {
        var backend = new RecordingBackend();
        var options = new PluginHostOptions();
        options.StaticBackends.Add(new StaticBackend("fake", "1.2.3", () => backend));
        options.Settings["fake"] = new BackendSettings([new("which", "any")]);
        options.Settings["fake@1.2"] = new BackendSettings([new("which", "1.2")]);
        options.Settings["fake@2"] = new BackendSettings([new("which", "2")]);
        await using PluginHost host = Fixture.Host(options);
        host.Acquire("fake").Dispose();
        Assert.Equal("1.2", backend.Context!.Settings.GetString("which"));
    }

    [Fact]
    public async Task Acquire_PluginLogs_ReachesTheApplicationsLog()
    {
        var log = new ListLoggerFactory();
        await using PluginHost host = Fixture.Host(Fixture.Options("EchoV1"), log);
        host.Acquire("echo").Dispose();
        Assert.Contains(("Mce.Plugins.EchoV1", "Echo 1 is here"), log.Entries);
    }

    [Fact]
    public async Task Acquire_InitializeFailsWithItsOwnDiagnosis_KeepsCodeAndNamesPlugin()
    {
        var backend = new RecordingBackend { OnInitialize = () => throw new MceException(MceErrorCodes.SettingInvalid, "There is no setting 'treads'.") };
        var options = new PluginHostOptions();
        options.StaticBackends.Add(new StaticBackend("fake", "1.0", () => backend));
        await using PluginHost host = Fixture.Host(options);

        MceException error = Assert.Throws<MceException>(() => host.Acquire("fake"));
        Assert.Equal(MceErrorCodes.SettingInvalid, error.Code);
        Assert.Contains("fake@1.0", error.Message, StringComparison.Ordinal);
        Assert.Contains("'treads'", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, backend.Disposals);
    }

    [Fact]
    public async Task DisposeAsync_LoadedBackend_IsDisposedOnce()
    {
        var backend = new RecordingBackend();
        var options = new PluginHostOptions();
        options.StaticBackends.Add(new StaticBackend("fake", "1.0", () => backend));
        PluginHost host = Fixture.Host(options);
        host.Acquire("fake").Dispose();
        await host.DisposeAsync();
        await host.DisposeAsync();
        Assert.Equal(1, backend.Disposals);
        Assert.Throws<ObjectDisposedException>(() => host.Acquire("fake"));
    }

    [Fact]
    public async Task DisposeAsync_HandleStillHeld_LeavesTheBackendAlive()
    {
        var backend = new RecordingBackend();
        var options = new PluginHostOptions();
        options.StaticBackends.Add(new StaticBackend("fake", "1.0", () => backend));
        PluginHost host = Fixture.Host(options);
        using PluginHandle handle = host.Acquire("fake");
        await host.DisposeAsync();
        Assert.Equal(0, backend.Disposals);
    }

    [Fact]
    public async Task Backend_HandleGivenBack_Throws()
    {
        await using PluginHost host = Fixture.Host("EchoV1");
        PluginHandle handle = host.Acquire("echo");
        handle.Dispose();
        handle.Dispose();
        Assert.Throws<ObjectDisposedException>(() => handle.Backend);
    }
}
