namespace Mce.Core.Tests.Scaling;

/// <summary>The code of docs/scaling.md, compiled and run. A test compares the texts.</summary>
public class ScalingExamples
{
    [Fact]
    public async Task Container_WithScaling_IsScaled()
    {
        var builder = new MceServerBuilder();
        builder.AddEndpoint("digits", e => e
            .AddContainer("onnx", "onnx", "models/digits.onnx", c => c
                .WithInstances(minimum: 1, maximum: 8)
                .WithScaling(ScalingConfig.Fast with
                {
                    Policies = [new TargetTrackingPolicy { Name = "load", Metric = ScalingMetric.InvocationsPerReplica, TargetValue = 6_000 }],
                })));

        await using MceServer server = builder.Build();
        ContainerConfig container = server.Topology.Endpoints.Single().Containers.Single();
        Assert.Equal((1, 8, "load"), (container.MinInstanceCount, container.MaxInstanceCount, container.Scaling!.Policies.Single().Name));
    }

    [Fact]
    public async Task AddScalingMetric_IsFoundByItsName()
    {
        var builder = new MceServerBuilder();
        builder.AddScalingMetric("gpu", async (context, cancellationToken) => await ReadGpuAsync(context.Container, cancellationToken));

        // The name is known then; nothing else is said of it.
        builder.AddEndpoint("e", e => e.AddContainer("c", "f", "m", c => c.WithInstances(1, 2).WithScaling(Policies.Of(Policies.Track(1) with { Metric = ScalingMetric.Custom("gpu") }))));
        await using MceServer server = builder.Build();
        MceException error = await Assert.ThrowsAsync<MceException>(() => server.StartAsync());
        Assert.DoesNotContain(error.Errors, e => e.Message.Contains("Scaling", StringComparison.Ordinal));
    }

    [Fact]
    public void FromAws_AFile_IsRead()
    {
        string path = Path.Combine(Path.GetTempPath(), $"mce-test-{Guid.NewGuid():N}.json");
        File.WriteAllText(path, """{ "TargetValue": 70.0, "PredefinedMetricSpecification": { "PredefinedMetricType": "SageMakerVariantInvocationsPerInstance" } }""");
        TargetTrackingPolicy policy = TargetTrackingPolicy.FromAws(File.ReadAllText(path));

        Assert.Equal(70, policy.TargetValue);
        File.Delete(path);
    }

    [Fact]
    public async Task NightWatch_AtNight_VetoesMore()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(Policies.Start.AddHours(3));
        ScalingDecision more = new Decider(Policies.Of(Policies.Track(70))).Decide(Tick.At(0, 2, 140, 4));

        Assert.True((await new NightWatch(time).OnDecisionAsync(more, default)).IsVeto);
        time.Advance(TimeSpan.FromHours(4));
        Assert.Equal(ScalingVerdict.Accept, await new NightWatch(time).OnDecisionAsync(more, default));
    }

    [Fact]
    public void Simulation_OfADay_TellsTheMostAndTheWorst()
    {
        var endpoint = new EndpointConfig
        {
            Name = "digits",
            Mode = InvocationMode.Direct,
            Containers =
            [
                new ContainerConfig
                {
                    Name = "onnx", Framework = "onnx", ModelPath = "m", MinInstanceCount = 1, MaxInstanceCount = 8, InstanceCount = 1,
                    Scaling = ScalingConfig.Fast with
                    {
                        ObservationInterval = TimeSpan.FromSeconds(10),
                        Policies = [new TargetTrackingPolicy { Name = "busy", Metric = ScalingMetric.ConcurrentRequestsPerReplica, TargetValue = 0.7 }],
                    },
                },
            ],
        };
        IReadOnlyList<SimulatedMoment> day = new ScalingSimulation
        {
            Endpoint = endpoint,
            Traffic = (container, time) => new SimulatedTraffic(RequestsPerMinute: time.Hour is >= 8 and < 18 ? 9_000 : 300, ServiceTime: TimeSpan.FromMilliseconds(20)),
            ReplicaStartTime = TimeSpan.FromSeconds(2),
        }.Run();
        int most = day.Max(m => m.Replicas);
        TimeSpan worst = day.Max(m => m.QueueDelay);

        // Three at a time need five replicas at 0.7; the jump at eight makes a queue that takes more for a while.
        Assert.InRange(most, 5, 8);
        Assert.InRange(worst, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
    }

    private static ValueTask<double?> ReadGpuAsync(string? container, CancellationToken cancellationToken) => new(container is null || cancellationToken.IsCancellationRequested ? null : 1.0);

    public sealed class NightWatch(TimeProvider time) : IScalingHook
    {
        public ValueTask<ScalingVerdict> OnDecisionAsync(ScalingDecision decision, CancellationToken cancellationToken) =>
            new(decision.Action == ScalingAction.Out && time.GetLocalNow().Hour < 6
                ? ScalingVerdict.Veto("nobody is awake to look at the bill")
                : ScalingVerdict.Accept);
    }
}
