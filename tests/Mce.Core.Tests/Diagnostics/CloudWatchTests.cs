using Microsoft.Extensions.Time.Testing;

namespace Mce.Core.Tests.Diagnostics;

public sealed class CloudWatchTests
{
    private static readonly DateTimeOffset Noon = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Catalog_Names_AreAwsOwn()
    {
        // AWS's developer guide, "Monitor with CloudWatch", and its post on multi-container endpoints.
        string[] documented =
        [
            "Invocations", "Invocation4XXErrors", "Invocation5XXErrors", "InvocationModelErrors", "InvocationsPerInstance", "ModelLatency", "OverheadLatency", "ContainerLatency",
            "ModelLoadingWaitTime", "ModelUnloadingTime", "ModelDownloadingTime", "ModelLoadingTime", "ModelCacheHit", "LoadedModelCount",
            "CPUUtilization", "MemoryUtilization", "GPUUtilization", "GPUMemoryUtilization", "DiskUtilization",
        ];

        Assert.Equal(documented.Order(), CloudWatchMetricsView.Catalog.Select(m => m.Name).Order());
        Assert.All(CloudWatchMetricsView.Catalog, m => Assert.Equal(m.Name.EndsWith("Latency", StringComparison.Ordinal) || m.Name.EndsWith("Time", StringComparison.Ordinal), m.Unit == "Microseconds"));
        Assert.All(CloudWatchMetricsView.Catalog, m => Assert.Equal(m.Name.EndsWith("Utilization", StringComparison.Ordinal), m is { Unit: "Percent", Namespace: "/aws/sagemaker/Endpoints" }));
        Assert.Equal(["ModelLoadingWaitTime", "ModelDownloadingTime", "ModelCacheHit"], CloudWatchMetricsView.Catalog.Where(m => m.Availability == CloudWatchAvailability.NotYet).Select(m => m.Name));
    }

    [Fact]
    public async Task GetMetrics_DirectRequests_AreMicrosecondsPerEndpointAndContainer()
    {
        var time = new FakeTimeProvider(Noon);
        using var view = new CloudWatchMetricsView("AllTraffic", timeProvider: time);
        ScriptedModel model = ScriptedModel.Add(1);
        Action<ModelExecutionContext> execute = model.OnExecute;
        int call = 0;
        model.OnExecute = context =>
        {
            time.Advance(TimeSpan.FromMilliseconds(++call));
            if (call == 3) throw new InvalidOperationException("no");
            execute(context);
        };
        await using TestServer server = await ObservedServers.DirectAsync(model, b => b.AddObserver(view).UseTimeProvider(time), instances: 2);
        using InferenceTensor x = ObservedServers.Input();

        await server.InvokeAsync(TestServer.Request(x));
        await server.InvokeAsync(TestServer.Request(x));
        await server.ErrorOfAsync(TestServer.Request(x));
        await server.ErrorOfAsync(new InferenceRequest("e") { TargetContainer = "c" });
        await server.Server.FlushObserversAsync();

        Assert.Equal("EndpointName=e VariantName=AllTraffic ContainerName=c n=2 sum=3000 min=1000 max=2000 avg=1500 Microseconds", Text("ContainerLatency", "c"));
        Assert.Equal("EndpointName=e VariantName=AllTraffic n=2 sum=3000 min=1000 max=2000 avg=1500 Microseconds", Text("ModelLatency"));
        Assert.Equal("EndpointName=e VariantName=AllTraffic n=2 sum=0 min=0 max=0 avg=0 Microseconds", Text("OverheadLatency"));
        Assert.Equal("EndpointName=e VariantName=AllTraffic n=4 sum=4 min=1 max=1 avg=1 None", Text("Invocations"));
        Assert.Equal("EndpointName=e VariantName=AllTraffic ContainerName=c n=4 sum=4 min=1 max=1 avg=1 None", Text("Invocations", "c"));
        Assert.Equal("EndpointName=e VariantName=AllTraffic n=4 sum=2 min=0.5 max=0.5 avg=0.5 None", Text("InvocationsPerInstance"));
        Assert.Equal("EndpointName=e VariantName=AllTraffic n=4 sum=1 min=0 max=1 avg=0.25 None", Text("Invocation4XXErrors"));
        Assert.Equal("EndpointName=e VariantName=AllTraffic n=4 sum=1 min=0 max=1 avg=0.25 None", Text("Invocation5XXErrors"));
        Assert.Equal("EndpointName=e VariantName=AllTraffic ContainerName=c n=4 sum=1 min=0 max=1 avg=0.25 None", Text("InvocationModelErrors", "c"));

        string Text(string name, string? container = null)
        {
            CloudWatchDatum d = Assert.Single(view.GetMetrics(), d => d.MetricName == name && (container is not null) == d.Dimensions.Any(k => k.Key == "ContainerName"));
            Assert.Equal((Noon, "AWS/SageMaker", false), (d.Timestamp, d.Namespace, d.IsComplete));
            string dimensions = string.Join(' ', d.Dimensions.Select(k => $"{k.Key}={k.Value}"));
            return FormattableString.Invariant($"{dimensions} n={d.SampleCount} sum={d.Sum} min={d.Minimum} max={d.Maximum} avg={d.Average} {d.Unit}");
        }
    }

    [Fact]
    public async Task GetMetrics_SerialRequest_SumsTheContainers()
    {
        var time = new FakeTimeProvider(Noon);
        using var view = new CloudWatchMetricsView(timeProvider: time);
        ScriptedModel first = ScriptedModel.Add(1), second = ScriptedModel.Add(1, "y", "z");
        Slow(first, 3);
        Slow(second, 4);
        await using TestServer server = await ObservedServers.SerialAsync(first, second, b => b.AddObserver(view).UseTimeProvider(time));
        using InferenceTensor x = ObservedServers.Input();

        await server.InvokeAsync(new InferenceRequest("s") { Inputs = { ["x"] = x } });
        await server.Server.FlushObserversAsync();

        Assert.Equal(7_000, Assert.Single(view.GetMetrics(), d => d.MetricName == "ModelLatency").Sum);
        Assert.Equal([("a", 3_000), ("b", 4_000)], view.GetMetrics().Where(d => d.MetricName == "ContainerLatency").Select(d => (d.Dimensions[^1].Value, d.Sum)));

        void Slow(ScriptedModel model, int milliseconds)
        {
            Action<ModelExecutionContext> execute = model.OnExecute;
            model.OnExecute = context =>
            {
                time.Advance(TimeSpan.FromMilliseconds(milliseconds));
                execute(context);
            };
        }
    }

    [Fact]
    public void TakeCompleted_MinuteByMinute_GivesEachDatumOnce()
    {
        var time = new FakeTimeProvider(Noon);
        using var view = new CloudWatchMetricsView(timeProvider: time);
        view.OnReceived(Received(Noon));
        Assert.Empty(view.TakeCompleted());

        time.Advance(TimeSpan.FromSeconds(60.5));
        Assert.Empty(view.TakeCompleted()); // events of the last minute may still be under way
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(Noon, Assert.Single(view.TakeCompleted(), d => d.MetricName == "Invocations" && d.Dimensions.Count == 2).Timestamp);
        Assert.Empty(view.TakeCompleted());

        view.OnReceived(Received(Noon)); // far too late: it counts for the minute that runs
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(Noon + TimeSpan.FromMinutes(1), Assert.Single(view.TakeCompleted(), d => d.MetricName == "Invocations" && d.Dimensions.Count == 2).Timestamp);
    }

    [Fact]
    public void GetMetrics_AfterManyMinutes_KeepsTheLastAndTheRunningOne()
    {
        var time = new FakeTimeProvider(Noon);
        using var view = new CloudWatchMetricsView(minutesKept: 3, timeProvider: time);
        for (int i = 0; i < 10; i++)
        {
            view.OnReceived(Received(time.GetUtcNow()));
            time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal([8, 9], view.GetMetrics().Where(d => d is { MetricName: "Invocations", Dimensions.Count: 2 }).Select(d => (d.Timestamp - Noon).TotalMinutes));
    }

    [Fact]
    public void LoadedModelCount_LoadsAndUnloads_AreWhatIsThere()
    {
        var time = new FakeTimeProvider(Noon);
        using var view = new CloudWatchMetricsView(timeProvider: time);
        view.OnModelLoaded(Loaded("a"));
        view.OnModelLoaded(Loaded("b"));
        time.Advance(TimeSpan.FromSeconds(10));
        view.OnModelUnloaded(new ModelUnloaded { Endpoint = "e", Container = "a", Time = time.GetUtcNow(), Duration = TimeSpan.FromMilliseconds(2) });
        time.Advance(TimeSpan.FromSeconds(10));

        CloudWatchDatum count = Assert.Single(view.GetMetrics(), d => d.MetricName == "LoadedModelCount");
        Assert.Equal((2L, 1.0, 2.0, 1.5), (count.SampleCount, count.Minimum, count.Maximum, count.Average));
        Assert.Equal(10_000, Assert.Single(view.GetMetrics(), d => d.MetricName == "ModelLoadingTime").Sum);
        Assert.Equal(2_000, Assert.Single(view.GetMetrics(), d => d.MetricName == "ModelUnloadingTime").Sum);
        Assert.InRange(Assert.Single(view.GetMetrics(), d => d.MetricName == "CPUUtilization").Maximum, 0, 100 * HardwareLimits.Current.Processors);
        Assert.InRange(Assert.Single(view.GetMetrics(), d => d.MetricName == "MemoryUtilization").Maximum, 0, 100);

        static ModelLoaded Loaded(string container) => new() { Endpoint = "e", Container = container, Time = Noon, Replicas = 1, Duration = TimeSpan.FromMilliseconds(5), ErrorCode = null };
    }

    private static RequestReceived Received(DateTimeOffset time) => new() { Endpoint = "e", Container = "c", Invocation = 1, InferenceId = null, Caller = null, Time = time };
}
