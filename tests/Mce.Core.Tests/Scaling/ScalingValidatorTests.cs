using static Mce.Core.Tests.Scaling.Policies;

namespace Mce.Core.Tests.Scaling;

public class ScalingValidatorTests
{
    [Fact]
    public void Validate_GoodScaling_ReportsNothing() => Assert.Empty(Errors(Of(
        Track(70),
        Steps(50, StepAdjustmentType.PercentChangeInCapacity, (null, -10, -20), (-10, 0, 0), (0, 10, 0), (10, null, 20)) with { Name = "s", MinAdjustmentMagnitude = 1 }) with
    {
        ScheduledActions = [new ScheduledAction { Name = "a", Schedule = "rate(1 hour)", MinCapacity = 2, MaxCapacity = 4 }],
    }));

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Validate_TargetThatCantBeKept_IsRefused(double target) => AssertOne("must be above 0", Of(Track(target)));

    [Fact]
    public void Validate_UnknownMetric_NamesThoseThereAre() => AssertOne(
        "is on the metric 'lag', which doesn't exist. There are InvocationsPerReplica, ConcurrentRequestsPerReplica, QueueDelay, Cpu, Memory, m0;",
        Of(new TargetTrackingPolicy { Name = "p", Metric = ScalingMetric.Custom("lag"), TargetValue = 1 }));

    [Fact]
    public void Validate_MetricWithItsOwnCallback_NeedsNoRegistration() =>
        Assert.Empty(Errors(Of(new TargetTrackingPolicy { Name = "p", Metric = ScalingMetric.Custom("lag", static (_, _) => new(1.0)), TargetValue = 1 })));

    [Fact]
    public void Validate_NegativeCooldown_IsRefused() => AssertOne("ScaleInCooldown is -00:00:01; it must be from 00:00:00 to 1.00:00:00", Of(Track(1) with { ScaleInCooldown = TimeSpan.FromSeconds(-1) }));

    [Fact]
    public void Validate_DuplicateNames_AreRefused() => AssertOne("2 policies are named 'p0'", Of(Track(1), Track(2)));

    [Fact]
    public void Validate_WindowShorterThanTheInterval_IsRefused() => AssertOne("Window is 00:00:10; it must be from 00:01:00", Of(Track(1)) with { Window = TimeSpan.FromSeconds(10) });

    [Fact]
    public void Validate_NothingToDo_IsRefused() => AssertOne("neither policies nor scheduled actions", ScalingConfig.Aws);

    [Theory]
    [InlineData("overlap", 0.0, 10.0, 5.0, null)]
    [InlineData("a gap between", 0.0, 10.0, 15.0, null)]
    [InlineData("none without an upper bound", 0.0, 10.0, 10.0, 20.0)]
    [InlineData("none without a lower bound", -20.0, -10.0, -10.0, 0.0)]
    [InlineData("which is empty", 10.0, 10.0, 10.0, null)]
    [InlineData("without any bound", null, null, null, null)]
    public void Validate_StepsAgainstAwsRules_AreRefused(string message, double? lower, double? upper, double? nextLower, double? nextUpper) =>
        Assert.Contains(Errors(Of(Steps(50, StepAdjustmentType.ChangeInCapacity, (lower, upper, 1), (nextLower, nextUpper, 2)))), e => e.Contains(message, StringComparison.Ordinal));

    [Fact]
    public void Validate_ValuesThatNoEnumHas_AreRefused()
    {
        AssertOne("has the MissingData 9; it must be", Of(Track(1) with { MissingData = (MissingData)9 }));
        AssertOne("has the Aggregation 9; it must be", Of(Track(1) with { Aggregation = (MetricAggregation)9 }));
        AssertOne("has the AdjustmentType 9; it must be", Of(Steps(50, (StepAdjustmentType)9, (0, null, 1))));
    }

    [Fact]
    public void Validate_StepsThatMakeNoSense_AreRefused()
    {
        AssertOne("whose bounds must be numbers", Of(Steps(50, StepAdjustmentType.ChangeInCapacity, (double.NaN, null, 1))));
        AssertOne("has no steps", Of(Steps(50, StepAdjustmentType.ChangeInCapacity)));
        AssertOne("must not be negative", Of(Steps(50, StepAdjustmentType.ExactCapacity, (0, null, -1))));
        AssertOne("PercentChangeInCapacity alone", Of(Steps(50, StepAdjustmentType.ChangeInCapacity, (0, null, 1)) with { MinAdjustmentMagnitude = 2 }));
        AssertOne("has the threshold NaN", Of(Steps(double.NaN, StepAdjustmentType.ChangeInCapacity, (0, null, 1))));
    }

    [Fact]
    public void Validate_ScheduledActions_AreChecked()
    {
        AssertOne("the schedule 'cron(0 8 * * *)', which can't be followed: a cron expression has six fields", Scheduled(new() { Name = "a", Schedule = "cron(0 8 * * *)", MinCapacity = 2 }));
        AssertOne("sets neither MinCapacity nor MaxCapacity", Scheduled(new() { Name = "a", Schedule = "rate(1 hour)" }));
        AssertOne("MinCapacity 4 over its MaxCapacity 3", Scheduled(new() { Name = "a", Schedule = "rate(1 hour)", MinCapacity = 4, MaxCapacity = 3 }));
        AssertOne("MaxCapacity 9; the instance groups allow 1 to 8", Scheduled(new() { Name = "a", Schedule = "rate(1 hour)", MaxCapacity = 9 }));
        AssertOne("ends before it starts", Scheduled(new() { Name = "a", Schedule = "rate(1 hour)", MaxCapacity = 2, StartTime = Start, EndTime = Start }));
    }

    [Fact]
    public void Validate_NoRoomToScale_IsRefused() => Assert.Contains("3 replicas at least and at most", Errors(Of(Track(1)), 3, 3).Single());

    [Fact]
    public void Validate_EndpointWhoseContainersAllScaleThemselves_IsRefused()
    {
        var errors = new List<MceException>();
        ScalingValidator.Validate(Endpoint(Of(Track(1)), 1, 8) with { Scaling = Of(Track(1)) }, new MceOptions(), ["m0"], errors);

        Assert.Contains("nothing is left to scale", errors.Single().Message);
    }

    [Fact]
    public async Task StartAndApply_ManyMistakes_ReportAllWithEndpointAndContainer()
    {
        ScalingConfig bad = Of(Track(double.NaN) with { ScaleOutCooldown = TimeSpan.FromDays(-1) }, Track(1)) with { ScheduledActions = [new() { Name = "a", Schedule = "x", MinCapacity = 99 }] };
        void Describe(EndpointBuilder e, ScalingConfig? scaling)
        {
            e.AddContainer("c", "scripted", "m", c =>
            {
                c.WithInstances(1, 4);
                if (scaling is not null) c.WithScaling(scaling);
            });
        }

        await using TestServer refused = TestServer.Build(new ScriptedBackend().With("m", () => ScriptedModel.Add(1)), b => b.AddEndpoint("e", e => Describe(e, bad)), "m");
        await using TestServer server = await TestServer.StartAsync(new ScriptedBackend().With("m", () => ScriptedModel.Add(1)), b => b.AddEndpoint("e", e => Describe(e, null)), "m");

        MceException atStart = await Assert.ThrowsAsync<MceException>(() => refused.Server.StartAsync());
        MceException atChange = await Assert.ThrowsAsync<MceException>(() => server.Server.ApplyAsync(server.Server.Topology.With("e", e => Describe(e, bad))));

        // The target, its cooldown, the two names, the two metrics that nobody registered, the schedule, the bound.
        Assert.Equal(7, atStart.Errors.Count);
        Assert.Equal(atStart.Errors.Select(e => e.Message), atChange.Errors.Select(e => e.Message));
        Assert.All(atStart.Errors, e => Assert.StartsWith("Endpoint 'e', container 'c': Scaling: ", e.Message));
        Assert.True(server.Server.IsReady);
    }

    private static ScalingConfig Scheduled(ScheduledAction action) => ScalingConfig.Aws with { ScheduledActions = [action] };

    private static void AssertOne(string message, ScalingConfig config) => Assert.Contains(message, Errors(config).Single());

    private static List<string> Errors(ScalingConfig config, int minimum = 1, int maximum = 8)
    {
        var errors = new List<MceException>();
        ScalingValidator.Validate(Endpoint(config, minimum, maximum), new MceOptions(), ["m0"], errors);
        return [.. errors.Select(e => e.Message)];
    }

    private static EndpointConfig Endpoint(ScalingConfig config, int minimum, int maximum) => new()
    {
        Name = "e",
        Mode = InvocationMode.Direct,
        Containers = [new ContainerConfig { Name = "c", Framework = "scripted", ModelPath = "m", MinInstanceCount = minimum, MaxInstanceCount = maximum, Scaling = config }],
    };
}
