using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace Mce.Core.Tests.Plugins;

public sealed class PluginUnloadTests
{
    [Fact]
    public async Task UnloadAsync_CollectibleAndUnused_IsGoneFromMemory()
    {
        await using PluginHost host = CollectibleHost();
        WeakReference assembly = UseOnce(host);

        PluginUnloadResult result = await host.UnloadAsync("EchoV1");

        Assert.Equal(PluginUnloadOutcome.Unloaded, result.Outcome);
        Assert.False(assembly.IsAlive);
        PluginReportEntry entry = Assert.Single(host.CreateReport().Plugins);
        Assert.Equal((PluginState.Unloaded, false), (entry.State, entry.IsStillInMemory));
    }

    [Fact]
    public async Task UnloadAsync_ThenAcquire_LoadsAgain()
    {
        await using PluginHost host = CollectibleHost();
        for (int i = 0; i < 3; i++)
        {
            UseOnce(host);
            Assert.Equal(PluginUnloadOutcome.Unloaded, (await host.UnloadAsync("EchoV1")).Outcome);
        }

        UseOnce(host);
        Assert.Equal(PluginState.Loaded, Assert.Single(host.CreateReport().Plugins).State);
    }

    [Fact]
    public async Task UnloadAsync_SomethingIsKept_SaysStillAliveAndLaterUnloaded()
    {
        PluginHostOptions options = Fixture.Options("EchoV1");
        options.Collectible = true;
        options.UnloadTimeout = TimeSpan.Zero;
        await using PluginHost host = Fixture.Host(options);
        object?[] kept = [null];
        KeepModel(host, kept);

        PluginUnloadResult result = await host.UnloadAsync("EchoV1");
        Assert.Equal(PluginUnloadOutcome.StillAlive, result.Outcome);
        Assert.True(Assert.Single(host.CreateReport().Plugins).IsStillInMemory);
        GC.KeepAlive(kept[0]);

        kept[0] = null;
        options.UnloadTimeout = TimeSpan.FromSeconds(10);
        Assert.Equal(PluginUnloadOutcome.Unloaded, (await host.UnloadAsync("EchoV1")).Outcome);
    }

    [Fact]
    public async Task UnloadAsync_InUse_CannotUnloadAndSaysByHowMany()
    {
        await using PluginHost host = CollectibleHost();
        using PluginHandle first = host.Acquire("echo"), second = host.Acquire("echo");

        PluginUnloadResult result = await host.UnloadAsync("EchoV1");
        Assert.Equal(PluginUnloadOutcome.CannotUnload, result.Outcome);
        Assert.Contains("in use by 2 models", result.Reason, StringComparison.Ordinal);
        Assert.Equal("13.0.1", Fixture.ProducerOf(first.Backend));
    }

    [Fact]
    public async Task UnloadAsync_NotCollectible_CannotUnloadAndSaysTheCure()
    {
        await using PluginHost host = Fixture.Host("EchoV1");
        UseOnce(host);
        PluginUnloadResult result = await host.UnloadAsync("echov1");
        Assert.Equal(PluginUnloadOutcome.CannotUnload, result.Outcome);
        Assert.Contains("UseUnloadablePlugins", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnloadAsync_StaticBackend_CannotUnload()
    {
        var options = new PluginHostOptions { Collectible = true };
        options.StaticBackends.Add(new StaticBackend("fake", "1.0", () => new RecordingBackend()));
        await using PluginHost host = Fixture.Host(options);
        host.Acquire("fake").Dispose();
        Assert.Equal(PluginUnloadOutcome.CannotUnload, (await host.UnloadAsync("fake@1.0")).Outcome);
    }

    [Fact]
    public async Task UnloadAsync_UnknownName_ListsThoseThereAre()
    {
        await using PluginHost host = CollectibleHost();
        PluginUnloadResult result = await host.UnloadAsync("echo");
        Assert.Equal(PluginUnloadOutcome.NotFound, result.Outcome);
        Assert.Contains("EchoV1", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnloadAsync_NeverLoaded_SaysSo()
    {
        await using PluginHost host = CollectibleHost();
        PluginUnloadResult result = await host.UnloadAsync("EchoV1");
        Assert.Equal((PluginUnloadOutcome.Unloaded, "It wasn't loaded."), (result.Outcome, result.Reason));
    }

    [Fact]
    public async Task Acquire_FailedCollectiblePlugin_LeavesNothingInMemory()
    {
        PluginHostOptions options = Fixture.Options("ThrowingConstructor");
        options.Collectible = true;
        await using PluginHost host = Fixture.Host(options);
        FailOnce(host);

        // Collection is asynchronous to the unload; ten rounds are far more than it takes.
        for (int i = 0; i < 10 && IsInMemory(); i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(IsInMemory());

        static bool IsInMemory() => AssemblyLoadContext.All.Any(c => c.Name == "mce:ThrowingConstructor" && c.IsCollectible);
    }

    private static PluginHost CollectibleHost()
    {
        PluginHostOptions options = Fixture.Options("EchoV1");
        options.CollectibleByPlugin["EchoV1"] = true;
        options.UnloadTimeout = TimeSpan.FromSeconds(30);
        return Fixture.Host(options);
    }

    // The helpers aren't inlined: locals of a test method would keep the plugin alive.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference UseOnce(PluginHost host)
    {
        using PluginHandle handle = host.Acquire("echo");
        Assert.Equal("13.0.1", Fixture.ProducerOf(handle.Backend));
        return new WeakReference(handle.Backend.GetType().Assembly);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void KeepModel(PluginHost host, object?[] kept)
    {
        using PluginHandle handle = host.Acquire("echo");
        kept[0] = handle.Backend.Load(new ModelSource("/any"), CancellationToken.None);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void FailOnce(PluginHost host) => Assert.Throws<MceException>(() => host.Acquire("throwing"));
}
