using Mce.Core.Tests.Plugins;
using Microsoft.Extensions.Time.Testing;

namespace Mce.Core.Tests.Diagnostics;

public sealed class ObserverTests
{
    [Fact]
    public async Task Observer_DirectRequest_IsToldOfEachStage()
    {
        var time = new FakeTimeProvider();
        var observer = new RecordingObserver { Events = ObservedServers.RequestEvents };
        ScriptedModel model = ScriptedModel.Add(1);
        Action<ModelExecutionContext> execute = model.OnExecute;
        model.OnExecute = context =>
        {
            time.Advance(TimeSpan.FromMilliseconds(7));
            execute(context);
        };
        await using TestServer server = await ObservedServers.DirectAsync(model, b => b.AddObserver(observer).UseTimeProvider(time));
        DateTimeOffset began = time.GetUtcNow();
        using InferenceTensor x = ObservedServers.Input();
        InferenceRequest request = TestServer.Request(x);
        (request.InferenceId, request.Caller) = ("id-1", "someone");

        await server.InvokeAsync(request);
        await server.Server.FlushObserversAsync();

        Assert.Equal("RequestReceived RequestStarted RequestCompleted", observer.Names);
        RequestReceived received = observer.Single<RequestReceived>();
        RequestStarted started = observer.Single<RequestStarted>();
        RequestCompleted completed = observer.Single<RequestCompleted>();
        Assert.Equal(("e", "c", "id-1", "someone", began), (received.Endpoint, received.Container, received.InferenceId, received.Caller, received.Time));
        Assert.Equal(TimeSpan.Zero, started.QueueTime);
        Assert.Equal(received.Invocation, started.Invocation);
        Assert.Equal(received.Invocation, completed.Invocation);
        Assert.False(completed.IsStep);
        Assert.Equal(began + TimeSpan.FromMilliseconds(7), completed.Time);
        Assert.Equal((TimeSpan.Zero, TimeSpan.FromMilliseconds(7), TimeSpan.FromMilliseconds(7)), (completed.QueueTime, completed.ExecuteTime, completed.Duration));
    }

    [Fact]
    public async Task Observer_RequestThatWaits_IsToldHowLong()
    {
        var time = new FakeTimeProvider();
        var observer = new RecordingObserver { Events = ObservedServers.RequestEvents };
        using var gate = new GatedModel();
        await using TestServer server = await ObservedServers.DirectAsync(gate.Model, b => b.AddObserver(observer).UseTimeProvider(time));
        using InferenceTensor x = ObservedServers.Input();

        Task first = Task.Run(() => server.InvokeAsync(TestServer.Request(x)));
        await gate.EnteredAsync();
        InferenceRequest waiting = TestServer.Request(x);
        waiting.InferenceId = "waits";
        Task second = server.InvokeAsync(waiting);
        time.Advance(TimeSpan.FromMilliseconds(30));
        gate.Open();
        await first;
        await gate.EnteredAsync();
        time.Advance(TimeSpan.FromMilliseconds(5));
        gate.Open();
        await second;
        await server.Server.FlushObserversAsync();

        Assert.Equal("waits", observer.Single<RequestQueued>().InferenceId);
        RequestCompleted completed = Assert.Single(observer.All.OfType<RequestCompleted>(), e => e.InferenceId == "waits");
        Assert.Equal((TimeSpan.FromMilliseconds(30), TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(35)), (completed.QueueTime, completed.ExecuteTime, completed.Duration));
        Assert.Equal(TimeSpan.FromMilliseconds(30), Assert.Single(observer.All.OfType<RequestStarted>(), e => e.InferenceId == "waits").QueueTime);
    }

    [Fact]
    public async Task Observer_SerialRequest_IsToldOfStepsAndOfTheWhole()
    {
        var time = new FakeTimeProvider();
        var observer = new RecordingObserver { Events = ObservedServers.RequestEvents };
        await using TestServer server = await ObservedServers.SerialAsync(Taking(3, ScriptedModel.Add(1)), Taking(4, ScriptedModel.Add(1, "y", "z")), b => b.AddObserver(observer).UseTimeProvider(time));
        using InferenceTensor x = ObservedServers.Input();

        await server.InvokeAsync(new InferenceRequest("s") { Inputs = { ["x"] = x } });
        await server.Server.FlushObserversAsync();

        Assert.Equal("RequestReceived RequestStarted RequestCompleted RequestStarted RequestCompleted RequestCompleted", observer.Names);
        RequestCompleted[] completed = [.. observer.All.OfType<RequestCompleted>()];
        Assert.Equal([("a", true, 3.0), ("b", true, 4.0), (null, false, 7.0)], completed.Select(e => (e.Container, e.IsStep, e.ExecuteTime.TotalMilliseconds)));
        Assert.Equal(TimeSpan.FromMilliseconds(7), completed[2].Duration);
        Assert.Single(completed.Select(e => e.Invocation).Distinct());

        ScriptedModel Taking(int milliseconds, ScriptedModel model)
        {
            Action<ModelExecutionContext> execute = model.OnExecute;
            model.OnExecute = context =>
            {
                time.Advance(TimeSpan.FromMilliseconds(milliseconds));
                execute(context);
            };
            return model;
        }
    }

    [Fact]
    public async Task Observer_StepThatFails_IsToldOfStepAndRequest()
    {
        var observer = new RecordingObserver { Events = InvocationEvents.Failed | InvocationEvents.Completed };
        var failing = new ScriptedModel(ScriptedModel.Vector("y", "z"), _ => throw new InvalidOperationException("no"));
        await using TestServer server = await ObservedServers.SerialAsync(ScriptedModel.Add(1), failing, b => b.AddObserver(observer));
        using InferenceTensor x = ObservedServers.Input();

        await server.ErrorOfAsync(new InferenceRequest("s") { Inputs = { ["x"] = x } });
        await server.Server.FlushObserversAsync();

        Assert.Equal("RequestCompleted RequestFailed RequestFailed", observer.Names);
        RequestFailed[] failed = [.. observer.All.OfType<RequestFailed>()];
        Assert.Equal([("b", true), (null, false)], failed.Select(e => (e.Container, e.IsStep)));
        Assert.All(failed, e => Assert.Equal(MceErrorCodes.ModelFailed, e.ErrorCode));
        Assert.All(failed, e => Assert.Contains("'b'", e.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Observer_FullQueue_IsToldOfTheRejection()
    {
        var observer = new RecordingObserver { Events = ObservedServers.RequestEvents };
        using var gate = new GatedModel();
        await using TestServer server = await ObservedServers.DirectAsync(gate.Model, b => b.AddObserver(observer).Configure(o => o.MaxQueueLength = 0));
        using InferenceTensor x = ObservedServers.Input();

        Task first = Task.Run(() => server.InvokeAsync(TestServer.Request(x)));
        await gate.EnteredAsync();
        InferenceRequest second = TestServer.Request(x);
        second.InferenceId = "refused";
        Exception? error = await server.ErrorOfAsync(second);
        gate.Open();
        await first;
        await server.Server.FlushObserversAsync();

        RequestRejected rejected = observer.Single<RequestRejected>();
        Assert.Equal(("refused", "c", MceErrorCodes.Overloaded), (rejected.InferenceId, rejected.Container, rejected.ErrorCode));
        Assert.Equal(((MceException)error!).RetryAfter, rejected.RetryAfter);
        Assert.DoesNotContain(observer.All, e => e is RequestFailed or RequestQueued);
    }

    [Fact]
    public async Task Observer_DeadlineInTheQueue_IsARejectionAfterTheWait()
    {
        var time = new FakeTimeProvider();
        var observer = new RecordingObserver { Events = ObservedServers.RequestEvents };
        using var gate = new GatedModel();
        await using TestServer server = await ObservedServers.DirectAsync(gate.Model, b => b.AddObserver(observer).UseTimeProvider(time));
        using InferenceTensor x = ObservedServers.Input();

        Task first = Task.Run(() => server.InvokeAsync(TestServer.Request(x)));
        await gate.EnteredAsync();
        InferenceRequest late = TestServer.Request(x);
        late.Timeout = TimeSpan.FromSeconds(2);
        Task<Exception?> second = server.ErrorOfAsync(late);
        time.Advance(TimeSpan.FromSeconds(2));
        await second;
        gate.Open();
        await first;
        await server.Server.FlushObserversAsync();

        RequestRejected rejected = observer.Single<RequestRejected>();
        Assert.Equal((MceErrorCodes.DeadlineExceeded, TimeSpan.FromSeconds(2)), (rejected.ErrorCode, rejected.Duration));
    }

    [Theory]
    [InlineData("nowhere", null, MceErrorCodes.EndpointNotFound)]
    [InlineData("e", "nobody", MceErrorCodes.ContainerNotFound)]
    public async Task Observer_RequestThatLeadsNowhere_IsToldOfTheFailure(string endpoint, string? container, string code)
    {
        var observer = new RecordingObserver { Events = ObservedServers.RequestEvents };
        await using TestServer server = await ObservedServers.DirectAsync(ScriptedModel.Add(1), b => b.AddObserver(observer));

        await server.ErrorOfAsync(new InferenceRequest(endpoint) { TargetContainer = container, InferenceId = "lost" });
        await server.Server.FlushObserversAsync();

        RequestFailed failed = observer.Single<RequestFailed>();
        Assert.Equal((endpoint, null, code, "lost"), (failed.Endpoint, failed.Container, failed.ErrorCode, failed.InferenceId));
    }

    [Fact]
    public async Task Observer_CancelledRequest_IsAFailureOfThatName()
    {
        var observer = new RecordingObserver { Events = ObservedServers.RequestEvents };
        await using TestServer server = await ObservedServers.DirectAsync(ScriptedModel.Add(1), b => b.AddObserver(observer));
        using InferenceTensor x = ObservedServers.Input();

        await server.ErrorOfAsync(TestServer.Request(x), new CancellationToken(canceled: true));
        await server.Server.FlushObserversAsync();

        Assert.Equal("System.OperationCanceledException", observer.Single<RequestFailed>().ErrorCode);
    }

    [Fact]
    public async Task Observer_LifeOfContainers_IsTold()
    {
        var observer = new RecordingObserver { Events = InvocationEvents.All & ~ObservedServers.RequestEvents };
        await using TestServer server = await TestServer.StartAsync(
            new ScriptedBackend().With("m", () => ScriptedModel.Add(1)),
            b => b.Configure(o => o.WarmUp = false)
                .AddObserver(observer)
                .AddEndpoint("e", e => e.AddContainer("c", "scripted", "m", c => c.WithInstances(1)).AddContainer("d", "scripted", "m", c => c.WithInstances(1, 3, 2))),
            "m");

        await server.Server.ScaleAsync("e", "d", 3);
        TopologyChange change = await server.Server.ApplyAsync(server.Server.Topology.With("e", e => e.AddContainer("d", "scripted", "m", c => c.WithInstances(1, 3, 2))));
        await change.Drained;
        await Assert.ThrowsAsync<MceException>(() => server.Server.ApplyAsync(server.Server.Topology.With("e", e => e.AddContainer("d", "nothing", "m"))));
        await server.Server.FlushObserversAsync();

        Assert.Equal([("c", 1), ("d", 2)], observer.All.OfType<ModelLoaded>().Where(e => e.ErrorCode is null).Select(e => (e.Container, e.Replicas)).Order());
        ContainerScaled scaled = observer.Single<ContainerScaled>();
        Assert.Equal(("e", "d", 2, 3), (scaled.Endpoint, scaled.Container, scaled.From, scaled.To));
        Assert.Equal("c", observer.Single<ModelUnloaded>().Container);
        TopologyChanged[] changes = [.. observer.All.OfType<TopologyChanged>()];
        Assert.Null(changes[0].Error);
        Assert.Equal([("d", ContainerChangeKind.Kept), ("c", ContainerChangeKind.Removed)], changes[0].Containers.Select(c => (c.Container, c.Kind)));
        Assert.Contains("nothing", changes[1].Error, StringComparison.Ordinal);
        Assert.Equal(MceErrorCodes.FrameworkNotFound, Assert.Single(observer.All.OfType<ModelLoaded>(), e => e.ErrorCode is not null).ErrorCode);
    }

    [Fact]
    public async Task Observer_ThatThrows_HurtsNobodyAndIsLoggedOnce()
    {
        var log = new ListLoggerFactory();
        var broken = new RecordingObserver { Events = ObservedServers.RequestEvents, OnEvent = _ => throw new InvalidOperationException("broken") };
        var other = new RecordingObserver { Events = ObservedServers.RequestEvents };
        await using TestServer server = await ObservedServers.DirectAsync(ScriptedModel.Add(1), b => b.AddObserver(broken).AddObserver(other).UseLoggerFactory(log).UseTimeProvider(new FakeTimeProvider()));
        using InferenceTensor x = ObservedServers.Input();

        for (int i = 0; i < 3; i++) await server.InvokeAsync(TestServer.Request(x));
        await server.Server.FlushObserversAsync();

        Assert.Equal(9, broken.All.Count);
        Assert.Equal(9, other.All.Count);
        Assert.Single(log.Entries, e => e.Message.Contains("RecordingObserver threw", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Observer_TooSlow_LosesItsEventsAndDelaysNobody()
    {
        const int Room = 64, Sent = 500;
        var log = new ListLoggerFactory();
        using var gate = new SemaphoreSlim(0);
        var atGate = new TaskCompletionSource();
        var slow = new RecordingObserver
        {
            Events = InvocationEvents.Completed,
            OnEvent = _ =>
            {
                atGate.TrySetResult();
                gate.Wait();
            },
        };
        var quick = new RecordingObserver { Events = InvocationEvents.Completed };
        await using TestServer server = await ObservedServers.DirectAsync(ScriptedModel.Add(1), b => b.AddObserver(slow, Room).AddObserver(quick, 1_024).UseLoggerFactory(log));
        using InferenceTensor x = ObservedServers.Input();

        await server.InvokeAsync(TestServer.Request(x));
        await atGate.Task;
        for (int i = 0; i < Sent; i++) await server.InvokeAsync(TestServer.Request(x));
        gate.Release(Sent + 1);
        await server.Server.FlushObserversAsync();

        Assert.Equal(1 + Room, slow.All.Count); // the one at the gate, and a full buffer
        Assert.Equal(Sent + 1, quick.All.Count);
        await server.Server.InvokeAsync(TestServer.Request(x));
        await server.Server.FlushObserversAsync();
        Assert.Contains(log.Entries, e => e.Message.Contains("too slow", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Dispose_WithEventsLeft_DeliversThem()
    {
        var observer = new RecordingObserver { Events = InvocationEvents.Completed | InvocationEvents.ModelUnloaded };
        TestServer server = await ObservedServers.DirectAsync(ScriptedModel.Add(1), b => b.AddObserver(observer));
        using InferenceTensor x = ObservedServers.Input();
        for (int i = 0; i < 100; i++) await server.InvokeAsync(TestServer.Request(x));

        await server.DisposeAsync();

        Assert.Equal(101, observer.All.Count);
        Assert.IsType<ModelUnloaded>(observer.All[^1]);
    }

    [Fact]
    public async Task Dispose_ObserverThatHangs_GivesUpAndSaysSo()
    {
        var time = new FakeTimeProvider();
        var log = new ListLoggerFactory();
        using var gate = new SemaphoreSlim(0);
        var atGate = new TaskCompletionSource();
        var observer = new RecordingObserver
        {
            Events = InvocationEvents.Completed,
            OnEvent = _ =>
            {
                atGate.TrySetResult();
                gate.Wait();
            },
        };
        TestServer server = await ObservedServers.DirectAsync(ScriptedModel.Add(1), b => b.AddObserver(observer).UseLoggerFactory(log).UseTimeProvider(time));
        using InferenceTensor x = ObservedServers.Input();
        await server.InvokeAsync(TestServer.Request(x));
        await atGate.Task;

        Task disposed = server.DisposeAsync().AsTask();
        while (!disposed.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await disposed;
        Assert.Contains(log.Entries, e => e.Message.Contains("didn't take its last events", StringComparison.Ordinal));
        gate.Release(10);
    }
}
