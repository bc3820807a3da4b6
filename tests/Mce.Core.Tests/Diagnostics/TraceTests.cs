using System.Collections.Concurrent;
using System.Diagnostics;

namespace Mce.Core.Tests.Diagnostics;

public sealed class TraceTests
{
    [Fact]
    public async Task Spans_DirectRequest_HangUnderTheCallers()
    {
        using var spans = new SpanCollector();
        Activity? current = null;
        ScriptedModel model = ScriptedModel.Add(1);
        Action<ModelExecutionContext> execute = model.OnExecute;
        model.OnExecute = context =>
        {
            current = Activity.Current;
            execute(context);
        };
        await using TestServer server = await ObservedServers.DirectAsync(model, _ => { });
        using InferenceTensor x = ObservedServers.Input();
        InferenceRequest request = TestServer.Request(x);
        (request.InferenceId, request.Caller) = ("id-1", "someone");

        using Activity caller = spans.Caller();
        await server.InvokeAsync(request);

        Assert.Same(caller, Activity.Current);
        Activity invoke = spans.Single("invoke e/c"), run = spans.Single("execute e/c");
        Assert.Equal(caller.SpanId, invoke.ParentSpanId);
        Assert.Equal(invoke.SpanId, run.ParentSpanId);
        Assert.Same(run, current);
        Assert.Equal(("e", "c", "id-1", "someone"), (invoke.GetTagItem("mce.endpoint"), invoke.GetTagItem("mce.container"), invoke.GetTagItem("mce.inference_id"), invoke.GetTagItem("mce.caller")));
        Assert.Equal(ActivityStatusCode.Unset, invoke.Status);
        Assert.DoesNotContain(spans.All, a => a.OperationName.StartsWith("queue", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Spans_RequestThatWaits_HaveItsWaitAndLeaveTheCallersAlone()
    {
        using var spans = new SpanCollector();
        using var gate = new GatedModel();
        await using TestServer server = await ObservedServers.DirectAsync(gate.Model, _ => { });
        using InferenceTensor x = ObservedServers.Input();
        Task first = Task.Run(() => server.InvokeAsync(TestServer.Request(x)));
        await gate.EnteredAsync();

        using Activity caller = spans.Caller();
        Task<InferenceResponse> second = server.Server.InvokeAsync(TestServer.Request(x)).AsTask();
        Assert.Same(caller, Activity.Current);
        gate.Open(2);
        await first;
        (await second).Dispose();

        Activity invoke = Assert.Single(spans.All, a => a.OperationName == "invoke e/c" && a.ParentSpanId == caller.SpanId);
        Assert.Equal(["execute e/c", "queue e/c"], spans.All.Where(a => a.ParentSpanId == invoke.SpanId).Select(a => a.OperationName).Order());
        Assert.Same(caller, Activity.Current);
    }

    [Fact]
    public async Task Spans_SerialRequest_OnePerStep()
    {
        using var spans = new SpanCollector();
        await using TestServer server = await ObservedServers.SerialAsync(ScriptedModel.Add(1), ScriptedModel.Add(1, "y", "z"), _ => { });
        using InferenceTensor x = ObservedServers.Input();

        using Activity caller = spans.Caller();
        await server.InvokeAsync(new InferenceRequest("s") { Inputs = { ["x"] = x } });

        Activity invoke = spans.Single("invoke s");
        Assert.Equal(["execute s/a", "execute s/b"], spans.All.Where(a => a.ParentSpanId == invoke.SpanId).Select(a => a.OperationName));
    }

    [Fact]
    public async Task Spans_RequestThatFails_BearTheError()
    {
        using var spans = new SpanCollector();
        var failing = new ScriptedModel(ScriptedModel.Vector("x", "y"), _ => throw new InvalidOperationException("no"));
        await using TestServer server = await ObservedServers.DirectAsync(failing, _ => { });
        using InferenceTensor x = ObservedServers.Input();

        using Activity caller = spans.Caller();
        await server.ErrorOfAsync(TestServer.Request(x));

        Assert.All([spans.Single("invoke e/c"), spans.Single("execute e/c")], span =>
        {
            Assert.Equal(ActivityStatusCode.Error, span.Status);
            Assert.Equal(MceErrorCodes.ModelFailed, span.GetTagItem("error.type"));
        });
        Assert.Same(caller, Activity.Current);
    }

    /// <summary>Keeps the spans of one trace: other tests run at the same time, and their sources are the same.</summary>
    [Theory]
    [InlineData("invoke")]
    [InlineData("queue")]
    [InlineData("execute")]
    public async Task Spans_ListenerThrows_RequestIsAnsweredAndNoReplicaIsLost(string span)
    {
        string name = $"throws-{span}";
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == "Mce",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStarted = Throw,
            ActivityStopped = Throw,
        };
        ActivitySource.AddActivityListener(listener);
        using var gate = new GatedModel();
        await using TestServer server = await TestServer.StartAsync(
            new ScriptedBackend().With("m", gate.Model),
            b => b.Configure(o => o.WarmUp = false).AddEndpoint(name, e => e.AddContainer("c", "scripted", "m", c => c.WithInstances(1))),
            "m");
        using InferenceTensor x = ObservedServers.Input();
        Task<InferenceResponse> first = Task.Run(() => server.Server.InvokeAsync(Request()).AsTask());
        await gate.EnteredAsync();
        Task<InferenceResponse> second = server.Server.InvokeAsync(Request()).AsTask();
        gate.Open(2);

        (await first).Dispose();
        (await second).Dispose();

        ReplicaSample sample = server.Server.SampleOf(name, "c");
        Assert.Equal((0, 0, 2L), (sample.Running, sample.Waiting, sample.Completed));

        InferenceRequest Request() => new(name) { TargetContainer = "c", Inputs = { ["x"] = x } };

        void Throw(Activity activity)
        {
            if (activity.OperationName == $"{span} {name}/c") throw new InvalidOperationException("a listener");
        }
    }

    private sealed class SpanCollector : IDisposable
    {
        private readonly ActivitySource _source = new("Mce.Core.Tests");
        private readonly ActivityListener _listener;
        private readonly ConcurrentQueue<Activity> _ended = new();
        private ActivityTraceId _trace;

        public SpanCollector()
        {
            _listener = new ActivityListener
            {
                ShouldListenTo = source => source.Name == "Mce" || source == _source,
                Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
                ActivityStopped = _ended.Enqueue,
            };
            ActivitySource.AddActivityListener(_listener);
        }

        public IEnumerable<Activity> All => _ended.Where(a => a.TraceId == _trace && a.Source != _source);

        public Activity Caller()
        {
            Activity caller = _source.StartActivity("caller")!;
            _trace = caller.TraceId;
            return caller;
        }

        public Activity Single(string name) => Assert.Single(All, a => a.OperationName == name);

        public void Dispose()
        {
            _listener.Dispose();
            _source.Dispose();
        }
    }
}
