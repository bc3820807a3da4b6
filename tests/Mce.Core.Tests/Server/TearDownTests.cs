using Mce.Core.Tests.Plugins;

namespace Mce.Core.Tests.Server;

public sealed class TearDownTests
{
    [Fact]
    public async Task DisposeAsync_EveryPartThrows_TearsAllDownAndLogs()
    {
        ScriptedModel one = ScriptedModel.Add(1), two = ScriptedModel.Add(2);
        one.OnDispose = isInstance => throw new InvalidOperationException(isInstance ? "instance" : "model");
        using var log = new ListLoggerFactory();
        await using TestServer server = await TestServer.StartAsync(
            new ScriptedBackend().With("one", one).With("two", two),
            b => b.UseLoggerFactory(log)
                .AddEndpoint("e", e => e.AddContainer("a", "scripted", "one", c => c.WithInstances(2)).AddContainer("b", "scripted", "two")),
            "one",
            "two");

        await server.Server.DisposeAsync();

        Assert.Equal((0, true), (one.LiveInstances, one.IsDisposed));
        Assert.Equal((0, true), (two.LiveInstances, two.IsDisposed));
        Assert.True(server.Backend.IsDisposed);
        Assert.Single(log.Entries, e => e.Message.Contains("torn down", StringComparison.Ordinal));
    }

    [Fact]
    public async Task StartAsync_ModelThatFailsHalfWayAndThrowsWhenDisposed_LetsThePluginGoAndKeepsTheFirstError()
    {
        ScriptedModel model = ScriptedModel.Add(1);
        int instances = 0;
        model.OnDispose = _ => throw new InvalidOperationException("disposal");
        var broken = new BrokenInstances(model, () => ++instances == 2);
        var backend = new RecordingLoader(broken);
        string file = Path.GetTempFileName();
        MceServer server = new MceServerBuilder().AddBackend("scripted", "1", () => backend)
            .AddEndpoint("e", e => e.AddContainer("c", "scripted", file, c => c.WithInstances(2)))
            .Build();

        MceException error = await Assert.ThrowsAsync<MceException>(() => server.StartAsync());
        await server.DisposeAsync();

        Assert.Contains("no second instance", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("disposal", error.Message, StringComparison.Ordinal);
        Assert.Equal((0, true, true), (model.LiveInstances, model.IsDisposed, backend.IsDisposed));
        File.Delete(file);
    }

    [Fact]
    public async Task DisposeAsync_DrainTimesOut_BackendIsClosedWhenTheLastCallEnds()
    {
        using var entered = new ManualResetEventSlim();
        using var leave = new ManualResetEventSlim();
        ScriptedModel model = ScriptedModel.Add(1);
        Action<ModelExecutionContext> add = model.OnExecute;
        var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var backend = new RecordingLoader(model) { OnClosed = closed.SetResult };
        string file = Path.GetTempFileName();
        MceServer server = new MceServerBuilder().AddBackend("scripted", "1", () => backend)
            .Configure(o => (o.DrainTimeout, o.WarmUp) = (TimeSpan.Zero, false))
            .AddEndpoint("e", e => e.AddContainer("c", "scripted", file, c => c.WithInstances(1)))
            .Build();
        await server.StartAsync();
        model.OnExecute = context =>
        {
            entered.Set();
            leave.Wait();
            add(context);
        };
        using InferenceTensor x = InferenceTensor.Create<float>(1, 4);
        Task<InferenceResponse> running = Task.Run(async () => await server.InvokeAsync(TestServer.Request(x)));
        entered.Wait();

        await server.DisposeAsync();
        Assert.Equal((false, false), (model.IsDisposed, backend.IsDisposed));
        leave.Set();
        (await running).Dispose();
        await closed.Task.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.True(model.IsDisposed);
        Assert.Null(model.Violation);
        File.Delete(file);
    }

    [Fact]
    public async Task DisposeAsync_SecondWhileTheFirstRuns_WaitsForIt()
    {
        using var entered = new ManualResetEventSlim();
        using var leave = new ManualResetEventSlim();
        ScriptedModel model = ScriptedModel.Add(1);
        await using TestServer server = await TestServer.StartOneAsync(model);
        model.OnDispose = isInstance =>
        {
            if (!isInstance) return;
            entered.Set();
            leave.Wait();
        };
        Task first = server.Server.DisposeAsync().AsTask();
        entered.Wait();

        Task second = server.Server.DisposeAsync().AsTask();
        Assert.False(second.IsCompleted);
        leave.Set();
        await second;

        Assert.True(server.Backend.IsDisposed);
        await first;
    }

    private sealed class RecordingLoader(IModel model) : IBackend
    {
        public Action? OnClosed { get; init; }

        public bool IsDisposed { get; private set; }

        public void Initialize(BackendContext context)
        {
        }

        public ModelFootprint EstimateFootprint(ModelSource source) => new(1);

        public IModel Load(ModelSource source, CancellationToken cancellationToken) => model;

        public void Dispose()
        {
            IsDisposed = true;
            OnClosed?.Invoke();
        }
    }

    private sealed class BrokenInstances(ScriptedModel model, Func<bool> isBroken) : IModel
    {
        public ModelSignature Signature => model.Signature;

        public ModelMetadata Metadata => model.Metadata;

        public ModelFootprint Footprint => model.Footprint;

        public ModelCapabilities Capabilities => model.Capabilities;

        public int MaxConcurrency => model.MaxConcurrency;

        public IModelInstance CreateInstance() => isBroken() ? throw new InvalidOperationException("no second instance") : model.CreateInstance();

        public void Dispose() => model.Dispose();
    }
}
