namespace Mce.Core.Tests.Plugins;

/// <summary>A server that moves to another version of a plugin while it serves.</summary>
public sealed class PluginLiveUpgradeTests : IAsyncDisposable
{
    private const float V1 = 1, V2 = 3; // the fixtures answer the last part of their dependency's version

    private readonly TemporaryFolder _folder = new();
    private MceServer? _server;

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task ApplyAsync_NewerPluginFolder_MovesUnpinnedContainersAndKeepsPinnedOnes()
    {
        MceServer server = await StartAsync();
        Assert.Equal((V1, V1), (await AskAsync("any"), await AskAsync("pinned")));

        _folder.Copy("EchoV2", "plugins/echo-2");
        Assert.Equal(V1, await AskAsync("any"));
        TopologyChange change = await server.ApplyAsync(server.Topology);

        Assert.Equal((V2, V1), (await AskAsync("any"), await AskAsync("pinned")));
        Assert.Equal([ContainerChangeKind.Replaced, ContainerChangeKind.Kept], change.Containers.OrderBy(c => c.Container).Select(c => c.Kind));
        await change.Drained;
        Assert.Equal([("echo-1", PluginState.Loaded), ("echo-2", PluginState.Loaded)], States(server));
    }

    [Fact]
    public async Task ApplyAsync_LastContainerOfTheOldPluginGone_ItIsUnloaded()
    {
        MceServer server = await StartAsync(b => b.UseUnloadablePlugins());
        _folder.Copy("EchoV2", "plugins/echo-2");
        await (await server.ApplyAsync(server.Topology)).Drained;
        Assert.Equal([("echo-1", PluginState.Loaded), ("echo-2", PluginState.Loaded)], States(server));

        await (await server.ApplyAsync(server.Topology.With("e", e => e.AddContainer("any", "echo", "m")))).Drained;
        Assert.Equal([("echo-1", PluginState.Unloaded), ("echo-2", PluginState.Loaded)], States(server));
        Assert.Equal(V2, await AskAsync("any"));
    }

    [Fact]
    public async Task ApplyAsync_PluginFolderChangedInPlace_IsRefusedAndEverythingServesOn()
    {
        MceServer server = await StartAsync();
        string main = Path.Combine(_folder.Path, "plugins", "echo-1", "EchoV1.dll"), aside = Path.Combine(_folder.Path, "aside");
        File.WriteAllBytes(aside, [.. File.ReadAllBytes(main), 0]);
        File.Move(aside, main, overwrite: true);

        MceException error = await Assert.ThrowsAsync<MceException>(() => server.ApplyAsync(server.Topology));
        Assert.Equal(["any", "pinned"], error.Errors.Select(e => e.Fields["container"]).Order());
        Assert.All(error.Errors, e => Assert.Contains("into a folder of its own", e.Message, StringComparison.Ordinal));
        Assert.Equal((V1, V1), (await AskAsync("any"), await AskAsync("pinned")));
    }

    [Fact]
    public async Task ApplyAsync_NewerPluginCannotBeLoaded_IsRefusedAndTriedAgainOnceItIsMended()
    {
        string digest = PluginDigest.Of(_folder.Copy("EchoV2", "right"));
        var trust = new TrustOptions { Plugins = [new TrustedPlugin("echo-1"), new TrustedPlugin("echo-2", digest)] };
        MceServer server = await StartAsync(b => b.Configure(o => o.Trust = trust));
        string altered = Path.Combine(_folder.Copy("EchoV2", "plugins/echo-2"), "altered");
        File.WriteAllText(altered, "");

        MceException error = await Assert.ThrowsAsync<MceException>(() => server.ApplyAsync(server.Topology));
        Assert.Equal(("any", MceErrorCodes.NotTrusted), (Assert.Single(error.Errors).Fields["container"], error.Errors[0].Code));
        Assert.Equal((V1, V1), (await AskAsync("any"), await AskAsync("pinned")));

        File.Delete(altered);
        await server.ApplyAsync(server.Topology);
        Assert.Equal((V2, V1), (await AskAsync("any"), await AskAsync("pinned")));
    }

    private async Task<MceServer> StartAsync(Action<MceServerBuilder>? configure = null)
    {
        _folder.Copy("EchoV1", "plugins/echo-1");
        File.WriteAllText(Path.Combine(_folder.Path, "m"), "any");
        MceServerBuilder builder = new MceServerBuilder()
            .AddPluginDirectory(Path.Combine(_folder.Path, "plugins"))
            .Configure(o => o.BaseDirectory = _folder.Path)
            .AddEndpoint("e", e => e.AddContainer("any", "echo", "m").AddContainer("pinned", "echo@1", "m"));
        configure?.Invoke(builder);
        _server = builder.Build();
        await _server.StartAsync();
        return _server;
    }

    private async Task<float> AskAsync(string container)
    {
        using InferenceResponse response = await _server!.InvokeAsync(new InferenceRequest("e") { TargetContainer = container });
        return response["y"].AsReadOnlySpan<float>()[0];
    }

    private static IEnumerable<(string Name, PluginState State)> States(MceServer server) => server.CreatePluginReport().Plugins.Select(p => (p.Name, p.State));
}
