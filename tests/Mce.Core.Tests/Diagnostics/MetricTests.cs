using System.Diagnostics.Metrics;
using Mce.Core.Tests.Plugins;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Mce.Core.Tests.Diagnostics;

public sealed class MetricTests
{
    [Fact]
    public async Task Durations_DirectRequests_AreSecondsUnderTheContainersTags()
    {
        using var metrics = new MetricCollector();
        var time = new FakeTimeProvider();
        using var gate = new GatedModel();
        await using TestServer server = await ObservedServers.DirectAsync(gate.Model, b => b.UseMeterFactory(metrics).UseTimeProvider(time));
        using InferenceTensor x = ObservedServers.Input();

        Task first = Task.Run(() => server.InvokeAsync(TestServer.Request(x)));
        await gate.EnteredAsync();
        Task second = server.InvokeAsync(TestServer.Request(x));
        time.Advance(TimeSpan.FromMilliseconds(250));
        gate.Open();
        await first;
        await gate.EnteredAsync();
        time.Advance(TimeSpan.FromMilliseconds(500));
        gate.Open();
        await second;

        Assert.Equal(["e/c=0.25"], metrics.Values("mce.queue.duration"));
        Assert.Equal(["e/c=0.25", "e/c=0.5"], metrics.Values("mce.execute.duration").Order());
        Assert.Equal(["e/c=0.25", "e/c=0.75"], metrics.Values("mce.request.duration").Order());
        Assert.Equal("s", metrics.Instruments["mce.request.duration"].Unit);
        Assert.NotEmpty(((Histogram<double>)metrics.Instruments["mce.request.duration"]).Advice!.HistogramBucketBoundaries!);
    }

    [Fact]
    public async Task Durations_SerialRequest_OnceForTheWholeAndOncePerStep()
    {
        using var metrics = new MetricCollector();
        await using TestServer server = await ObservedServers.SerialAsync(ScriptedModel.Add(1), ScriptedModel.Add(1, "y", "z"), b => b.UseMeterFactory(metrics).UseTimeProvider(new FakeTimeProvider()));
        using InferenceTensor x = ObservedServers.Input();

        await server.InvokeAsync(new InferenceRequest("s") { Inputs = { ["x"] = x } });

        Assert.Equal(["s=0"], metrics.Values("mce.request.duration"));
        Assert.Equal(["s/a=0", "s/b=0"], metrics.Values("mce.execute.duration"));
        Assert.Empty(metrics.Values("mce.queue.duration"));
    }

    [Fact]
    public async Task Errors_OfEachKind_AreCountedAlsoWhileNobodyListensToDurations()
    {
        using var metrics = new MetricCollector();
        var failing = new ScriptedModel(ScriptedModel.Vector("x", "y"), _ => throw new InvalidOperationException("no"));
        await using TestServer server = await ObservedServers.DirectAsync(failing, b => b.UseMeterFactory(metrics));
        using InferenceTensor x = ObservedServers.Input();

        await server.ErrorOfAsync(TestServer.Request(x));
        await server.ErrorOfAsync(TestServer.Request(x));
        await server.ErrorOfAsync(new InferenceRequest("e") { TargetContainer = "c" });
        await server.ErrorOfAsync(new InferenceRequest("e") { TargetContainer = "someone's invention" });
        await server.ErrorOfAsync(new InferenceRequest("nowhere"));

        Assert.Equal(
            ["e/c/input.missing=1", "e/c/model.failed=2", "e/container.not_found=1", "endpoint.not_found=1"],
            metrics.Read("mce.errors").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Duration_OfAFailure_BearsItsErrorType()
    {
        using var metrics = new MetricCollector();
        var failing = new ScriptedModel(ScriptedModel.Vector("x", "y"), _ => throw new InvalidOperationException("no"));
        await using TestServer server = await ObservedServers.DirectAsync(failing, b => b.UseMeterFactory(metrics).UseTimeProvider(new FakeTimeProvider()));
        using InferenceTensor x = ObservedServers.Input();

        await server.ErrorOfAsync(TestServer.Request(x));

        Assert.Equal(["e/c/model.failed=0"], metrics.Values("mce.request.duration"));
        Assert.Equal(["e/c/model.failed=0"], metrics.Values("mce.execute.duration"));
    }

    [Fact]
    public async Task Observed_RunningWaitingAndRefused_AreAsTheyAre()
    {
        using var metrics = new MetricCollector();
        using var gate = new GatedModel();
        await using TestServer server = await ObservedServers.DirectAsync(gate.Model, b => b.UseMeterFactory(metrics).Configure(o => o.MaxQueueLength = 1), instances: 1);
        using InferenceTensor x = ObservedServers.Input();

        Task running = Task.Run(() => server.InvokeAsync(TestServer.Request(x)));
        await gate.EnteredAsync();
        Task waiting = server.InvokeAsync(TestServer.Request(x));
        await server.ErrorOfAsync(TestServer.Request(x));

        Assert.Equal(["e/c=2"], metrics.Read("mce.requests.active"));
        Assert.Equal(["e/c=1"], metrics.Read("mce.queue.length"));
        Assert.Equal(["e/c=1"], metrics.Read("mce.replicas"));
        Assert.Equal(["e/c=1"], metrics.Read("mce.replica.slots"));
        Assert.Equal(["e/c=1"], metrics.Read("mce.replica.slots.busy"));
        Assert.Contains("e/c/full=1", metrics.Read("mce.rejections"));
        Assert.Equal(["e/c=0"], metrics.Read("mce.calls"));
        gate.Open(2);
        await Task.WhenAll(running, waiting);
        Assert.Equal(["e/c=2"], metrics.Read("mce.calls"));
        Assert.Equal(["e/c=0"], metrics.Read("mce.requests.active"));
    }

    [Fact]
    public async Task Calls_OverALiveChange_NeverFallAndGoWithTheContainer()
    {
        using var metrics = new MetricCollector();
        await using TestServer server = await TestServer.StartAsync(
            new ScriptedBackend().With("m", () => ScriptedModel.Add(1)).With("n", () => ScriptedModel.Add(2)),
            b => b.Configure(o => o.WarmUp = false).UseMeterFactory(metrics).AddEndpoint("e", e => e.AddContainer("c", "scripted", "m", c => c.WithInstances(1))),
            "m",
            "n");
        using InferenceTensor x = ObservedServers.Input();
        await server.InvokeAsync(TestServer.Request(x));

        TopologyChange change = await server.Server.ApplyAsync(server.Server.Topology.With("e", e => e.AddContainer("c", "scripted", "n", c => c.WithInstances(1))));
        await change.Drained;
        await server.InvokeAsync(TestServer.Request(x));

        Assert.Equal(["e/c=2"], metrics.Read("mce.calls"));
        Assert.Equal(["e/c=1"], metrics.Read("mce.replicas"));
        change = await server.Server.ApplyAsync(new TopologyConfig([]));
        await change.Drained;
        Assert.Empty(metrics.Read("mce.calls"));
    }

    [Fact]
    public async Task Listener_ThatThrows_FailsNoRequestAndIsLoggedOnce()
    {
        using var metrics = new MetricCollector();
        var log = new ListLoggerFactory();
        await using TestServer server = await ObservedServers.DirectAsync(ScriptedModel.Add(1), b => b.UseMeterFactory(metrics).UseLoggerFactory(log).UseTimeProvider(new FakeTimeProvider()));
        metrics.OnMeasurement = () => throw new InvalidOperationException("broken");
        using InferenceTensor x = ObservedServers.Input();

        for (int i = 0; i < 3; i++) await server.InvokeAsync(TestServer.Request(x));

        Assert.Single(log.Entries, e => e.Message.Contains("listener of metrics or spans threw", StringComparison.Ordinal));
        metrics.OnMeasurement = null;
    }

    [Fact]
    public async Task Process_AfterASecond_SaysHowMuchItTakes()
    {
        using var metrics = new MetricCollector();
        var time = new FakeTimeProvider();
        await using TestServer server = await ObservedServers.DirectAsync(ScriptedModel.Add(1), b => b.UseMeterFactory(metrics).UseTimeProvider(time));

        Assert.Empty(metrics.Read("mce.process.cpu.utilization"));
        time.Advance(TimeSpan.FromSeconds(1));
        metrics.Read("mce.process.cpu.utilization");

        Assert.All(["mce.process.cpu.utilization", "mce.process.memory.utilization"], name => Assert.InRange(Assert.Single(metrics.Measurements, m => m.Name == name).Value, 0, 1));
        Assert.InRange(Assert.Single(metrics.Measurements, m => m.Name == "mce.process.memory.usage").Value, 1 << 20, 1L << 40);
    }

    [Fact]
    public async Task Dispose_MeterOfAFactory_SaysNothingMore()
    {
        using var metrics = new MetricCollector();
        TestServer server = await ObservedServers.DirectAsync(ScriptedModel.Add(1), b => b.UseMeterFactory(metrics));
        Assert.NotEmpty(metrics.Read("mce.replicas"));

        await server.DisposeAsync();

        Assert.Empty(metrics.Read("mce.replicas"));
        Assert.Empty(metrics.Read("mce.process.memory.usage"));
    }

    [Fact]
    public async Task AddMce_WithMetricsInTheServices_TakesTheMeterFromThere()
    {
        using var metrics = new MetricCollector();
        await using ServiceProvider provider = new ServiceCollection().AddSingleton<IMeterFactory>(metrics).AddMce(_ => { }).BuildServiceProvider();

        provider.GetRequiredService<MceServer>();

        Assert.Contains("mce.request.duration", metrics.Instruments.Keys);
    }

    [Fact]
    public async Task InvokeAsync_MeteredAndObserved_AllocatesNothing()
    {
        const int Calls = 200;
        using var listener = new MeterListener();
        using var metrics = new MetricCollector();
        long heard = 0;
        var observer = new Counting();
        await using TestServer server = await ObservedServers.DirectAsync(ScriptedModel.Add(1), b => b.UseMeterFactory(metrics).AddObserver(observer));
        // The collector's own callbacks allocate, so another listener takes its place.
        metrics.Pause();
        listener.SetMeasurementEventCallback<double>((_, _, _, _) => heard++);
        foreach (string name in (string[])["mce.request.duration", "mce.execute.duration", "mce.queue.duration"]) listener.EnableMeasurementEvents(metrics.Instruments[name]);
        using InferenceTensor x = ObservedServers.Input();
        using InferenceTensor y = ObservedServers.Input();
        InferenceRequest request = TestServer.Request(x);
        request.Outputs["y"] = y;

        long bytes = Threads.Run(() =>
        {
            for (int i = 0; i < Calls; i++) Invoke();
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < Calls; i++) Invoke();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        });
        await server.Server.FlushObserversAsync();

        Assert.Equal(0, bytes);
        Assert.Equal(4 * Calls, heard);
        Assert.Equal(2 * Calls, observer.Completed);

        void Invoke()
        {
            ValueTask<InferenceResponse> call = server.Server.InvokeAsync(request);
            if (!call.IsCompletedSuccessfully) throw new InvalidOperationException("The call didn't complete synchronously.");
            call.Result.Dispose();
        }
    }

    private sealed class Counting : IInvocationObserver
    {
        public int Completed { get; private set; }

        public void OnCompleted(in RequestCompleted e) => Completed++;
    }
}
