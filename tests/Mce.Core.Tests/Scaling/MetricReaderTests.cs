using static Mce.Core.Tests.Scaling.Policies;

namespace Mce.Core.Tests.Scaling;

public class MetricReaderTests
{
    [Fact]
    public void Invocations_OverAMinute_AreArrivalsPerReplicaAndMinute()
    {
        Decider decider = On(ScalingMetric.InvocationsPerReplica);
        decider.Decide(0, Load(2, 2, completed: 1_000));

        // 240 came: 200 answered, 25 refused, 5 too late, 4 running, 6 waiting.
        ScalingDecision decision = decider.Decide(60, Load(2, 2, running: 4, waiting: 6, completed: 1_200) with { Rejected = 25, GivenUp = 5 });

        Assert.Equal(120, decision.Evaluations.Single().Value);
    }

    [Fact]
    public void Invocations_AtTheFirstObservation_AreMissing() =>
        Assert.Equal(PolicyOutcome.Missing, On(ScalingMetric.InvocationsPerReplica).Decide(0, Load(2, 2, completed: 9)).Evaluations.Single().Outcome);

    [Fact]
    public void Invocations_BeforeTheWindowIsFull_AreNotExtrapolated()
    {
        Decider decider = On(ScalingMetric.InvocationsPerReplica);
        decider.Decide(0, Load(1, 1));

        // 10 in the first second are not 600 a minute.
        Assert.Equal(10, decider.Decide(1, Load(1, 1, completed: 10)).Evaluations.Single().Value);
    }

    [Fact]
    public void Invocations_OfAReplacedContainer_StartAnewAndAreNeverNegative()
    {
        Decider decider = On(ScalingMetric.InvocationsPerReplica);
        decider.Decide(0, Load(1, 1, completed: 5_000));
        decider.Decide(60, Load(1, 1, completed: 5_060));

        Assert.Null(decider.Decide(120, Load(1, 1, completed: 7)).Evaluations.Single().Value);
        Assert.Equal(30, decider.Decide(180, Load(1, 1, completed: 37)).Evaluations.Single().Value);
    }

    [Fact]
    public void Invocations_WithoutAReplica_AreMissing()
    {
        Decider decider = On(ScalingMetric.InvocationsPerReplica);
        decider.Decide(0, Load(0, 0));

        Assert.Null(decider.Decide(60, Load(0, 0, completed: 0)).Evaluations.Single().Value);
    }

    [Theory]
    [InlineData(MetricAggregation.Average, 5.0)]
    [InlineData(MetricAggregation.Minimum, 1.5)]
    [InlineData(MetricAggregation.Maximum, 9.5)]
    public void Concurrency_OverTheWindow_IsAggregatedPerReplica(MetricAggregation aggregation, double expected)
    {
        Decider decider = On(ScalingMetric.ConcurrentRequestsPerReplica, aggregation);
        decider.Decide(0, Load(2, 2, running: 100)); // before the window
        decider.Decide(20, Load(2, 2, running: 2, waiting: 1));
        decider.Decide(40, Load(2, 2, running: 2, waiting: 17));

        Assert.Equal(expected, decider.Decide(60, Load(2, 2, running: 2, waiting: 6)).Evaluations.Single().Value);
    }

    [Fact]
    public void QueueDelay_IsTheMeanWaitOfThoseThatStarted()
    {
        Decider decider = On(ScalingMetric.QueueDelay);
        decider.Decide(0, Load(2, 2, completed: 100));

        // 50 started, of which some waited 2 s together.
        Assert.Equal(40, decider.Decide(60, Load(2, 2, running: 2, completed: 148) with { Dequeued = 10, QueueTime = TimeSpan.FromSeconds(2) }).Evaluations.Single().Value);
    }

    [Fact]
    public void QueueDelay_WhileTheOldestWaitsLonger_IsThat()
    {
        Decider decider = On(ScalingMetric.QueueDelay);
        decider.Decide(0, Load(1, 1, running: 1));

        Assert.Equal(700, decider.Decide(60, Load(1, 1, running: 1, waiting: 3) with { OldestWait = TimeSpan.FromSeconds(0.7) }).Evaluations.Single().Value);
    }

    [Fact]
    public void Cpu_IsAHundredPerBusyProcessor()
    {
        Decider decider = On(ScalingMetric.Cpu);
        decider.Decide(0, Load(1, 1), cpu: TimeSpan.FromSeconds(1_000));

        Assert.Equal(150, decider.Decide(60, Load(1, 1), cpu: TimeSpan.FromSeconds(1_090)).Evaluations.Single().Value);
    }

    [Fact]
    public void Memory_OfThisProcess_IsAShareOfWhatItMayUse() => Assert.InRange(ProcessResources.Memory, 0.0001, 1);

    [Fact]
    public void Missing_TreatedAsZero_IsZero()
    {
        var decider = new Decider(Of(Track(70) with { MissingData = MissingData.TreatAsZero }));
        decider.Decide(Tick.At(0, 4, 70, 4));

        Assert.Equal(1, decider.Decide(Tick.At(60, 4, (double?)null, 1)).To);
    }

    [Fact]
    public void Missing_Ignored_LeavesItToTheOthers()
    {
        var decider = new Decider(Of(Track(70), Track(50, 1) with { MissingData = MissingData.Ignore }));
        decider.Decide(Tick.At(0, 4, [70, 50], 4));

        Assert.Equal(2, decider.Decide(Tick.At(60, 4, [20, null], 2)).To);
    }

    [Fact]
    public void ScaleIn_BeforeAWholeWindowWasSeen_Waits()
    {
        var decider = new Decider(ScalingConfig.Fast with { Policies = [Track(70)] });
        Assert.Equal(PolicyOutcome.Warming, decider.Decide(Tick.At(0, 4, 0, 4)).Evaluations.Single().Outcome);
        Assert.Equal(4, decider.Decide(Tick.At(9, 4, 0, 4)).To);

        Assert.Equal(1, decider.Decide(Tick.At(10, 4, 0, 1)).To);
    }

    private static Decider On(ScalingMetric metric, MetricAggregation aggregation = MetricAggregation.Average) =>
        new(Of(new TargetTrackingPolicy { Name = "p", Metric = metric, TargetValue = 1_000_000, DisableScaleIn = true, Aggregation = aggregation }), minimum: 0);
}
