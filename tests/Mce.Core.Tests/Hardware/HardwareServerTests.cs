using Mce.Core.Tests.Plugins;

namespace Mce.Core.Tests.Hardware;

/// <summary>What a server makes of the machine's limits.</summary>
public sealed class HardwareServerTests
{
    private static readonly HardwareLimits Four = new() { Processors = 4.5, ProcessorsLimitedBy = "p", MemoryBytes = 1 << 20, MemoryLimitedBy = "m" };

    [Fact]
    public async Task StartAsync_NothingSaid_OneReplicaForEachWholeProcessor()
    {
        await using TestServer server = await StartAsync(b => b.AddEndpoint("e", e => e.AddContainer("c", "scripted", "m")));
        Assert.Equal(4, server.Server.Endpoints[0].Containers[0].Instances);
        Assert.Equal((4L, 0), (server.Server.Threads.Total, server.Server.Threads.Warnings.Count));
    }

    [Fact]
    public async Task StartAsync_SeveralThreadsWithinACall_FewerReplicas()
    {
        await using TestServer server = await StartAsync(b => b
            .ConfigurePlugin("scripted", new BackendSettings([new("IntraOpThreads", "2")]))
            .AddEndpoint("e", e => e.AddContainer("c", "scripted", "m")));
        Assert.Equal(2, server.Server.Endpoints[0].Containers[0].Instances);
        Assert.Equal([new ContainerThreads("e", "c", 2, 2)], server.Server.Threads.Containers);
    }

    [Fact]
    public async Task StartAsync_OneContainerTakesTooMuch_WarnsInTheLog()
    {
        var log = new ListLoggerFactory();
        await using TestServer server = await StartAsync(b => b.UseLoggerFactory(log).AddEndpoint("e", e => e.AddContainer("c", "scripted", "m", c => c.WithInstances(2, 6))));
        Assert.Contains(log.Entries, e => e.Message.Contains("may keep 6 threads busy", StringComparison.Ordinal));
        Assert.Contains(log.Entries, e => e.Message.StartsWith("Hardware: 4.5 processors (p), 1 MiB of memory (m).", StringComparison.Ordinal));
    }

    [Fact]
    public async Task StartAsync_ModelThatCanNeverFit_IsRefusedBeforeItIsLoaded()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(Path.Combine(folder.Path, "m"), "");
        var backend = new HugeBackend();
        await using MceServer server = new MceServerBuilder()
            .AddBackend("huge", "1", () => backend)
            .Configure(o => (o.BaseDirectory, o.Hardware) = (folder.Path, Four))
            .AddEndpoint("e", e => e.AddContainer("c", "huge", "m"))
            .Build();

        MceException error = Assert.Single((await Assert.ThrowsAsync<MceException>(() => server.StartAsync())).Errors);
        Assert.Equal((MceErrorCodes.LimitExceeded, "c"), (error.Code, error.Fields["container"]));
        Assert.Contains("takes about 1.5 MiB of memory, and this process may use 1 MiB (m)", error.Message, StringComparison.Ordinal);
        Assert.False(backend.WasAskedToLoad);
    }

    [Fact]
    public async Task StartAsync_WrongWarmUpAndNoReplicaYet_IsAnErrorAllTheSame()
    {
        var inputs = new Dictionary<string, WarmUpInput> { ["z"] = new() };
        await using TestServer server = TestServer.Build(
            new ScriptedBackend().With("m", ScriptedModel.Add(1)),
            b => b.AddEndpoint("e", e => e.AddContainer("c", "scripted", "m", c => c.WithInstances(0, 1, 0).WithWarmUp(new WarmUpConfig([new WarmUpRequest { Inputs = inputs }])))),
            "m");
        MceException error = Assert.Single((await Assert.ThrowsAsync<MceException>(() => server.Server.StartAsync())).Errors);
        Assert.StartsWith("Endpoint 'e', container 'c': WarmUp[0], input 'z':", error.Message, StringComparison.Ordinal);
    }

    private static Task<TestServer> StartAsync(Action<MceServerBuilder> configure) => TestServer.StartAsync(
        new ScriptedBackend().With("m", ScriptedModel.Add(1)),
        b => configure(b.Configure(o => o.Hardware = Four)),
        "m");

    private sealed class HugeBackend : IBackend
    {
        public bool WasAskedToLoad { get; private set; }

        public void Initialize(BackendContext context)
        {
        }

        public ModelFootprint EstimateFootprint(ModelSource source) => new(3 << 19);

        public IModel Load(ModelSource source, CancellationToken cancellationToken)
        {
            WasAskedToLoad = true;
            return ScriptedModel.Add(1);
        }

        public void Dispose()
        {
        }
    }
}
