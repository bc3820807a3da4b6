using static Mce.Core.Tests.Scaling.Policies;

namespace Mce.Core.Tests.Scaling;

public class DecisionTests
{
    [Fact]
    public void Decide_Out_CarriesItsReasonAsDataAndWords()
    {
        ScalingDecision decision = new Decider(Of(Track(70)), maximum: 4).Decide(Tick.At(0, 2, 350, 4));

        Assert.Equal((ScalingAction.Out, 2, 4, 10), (decision.Action, decision.From, decision.To, decision.Wanted));
        Assert.Equal(("p0", "m0", 350, 70), (decision.Policy, decision.Metric, decision.Value, decision.Target));
        Assert.Equal((ScalingBound.Maximum, 1, 4), (decision.Bound, decision.Minimum, decision.Maximum));
        Assert.Equal("out from 2 to 4: 'p0' has m0 at 350 against 70 and wants 10, and the maximum is 4", decision.Reason);
        Assert.Equal(("e", "c", Start), (decision.Endpoint, decision.Container, decision.Time));
    }

    [Fact]
    public void Decide_CoolingDown_SaysUntilWhen()
    {
        var decider = new Decider(Of(Track(70)));
        decider.Decide(Tick.At(0, 2, 140, 4));

        ScalingDecision decision = decider.Decide(Tick.At(60, 4, 80, 4));

        Assert.True(decision.IsHeld);
        Assert.Equal(Start.AddSeconds(360), decision.HeldUntil);
        Assert.Equal("stay at 4: 'p0' has m0 at 80 against 70 and would want 5, but is cooling down until 2027-01-04 00:06:00Z", decision.Reason);
    }

    [Fact]
    public void Decide_ARequestWaitsAtZero_Wakes()
    {
        ScalingDecision decision = new Decider(Of(Track(70)), minimum: 0).Decide(0, Load(0, 0, waiting: 1));

        Assert.Equal((1, null), (decision.To, decision.Policy));
        Assert.Equal("out from 0 to 1: a request waits and there is no replica", decision.Reason);
    }

    [Fact]
    public void Decide_WhileTheWokenReplicaIsMade_DoesNotFightIt()
    {
        ScalingConfig config = ScalingConfig.Fast with { Policies = [new TargetTrackingPolicy { Name = "p", Metric = ScalingMetric.InvocationsPerReplica, TargetValue = 600 }] };
        var decider = new Decider(config, minimum: 0);
        for (int second = 0; second < 20; second++) Assert.Equal(0, decider.Decide(second, Load(0, 0)).To);

        // The engine has set a replica in motion; it isn't in service yet; then it is, and answers.
        Assert.Equal(1, decider.Decide(20, Load(0, 1, waiting: 1)).To);
        Assert.Equal(1, decider.Decide(21, Load(1, 1, running: 1)).To);
        for (int second = 22; second < 141; second++) Assert.Equal(1, decider.Decide(second, Load(1, 1, completed: 1)).To);

        // Two minutes after the last request was seen.
        Assert.Equal(0, decider.Decide(141, Load(1, 1, completed: 1)).To);
    }

    [Fact]
    public void Decide_RequestsAreOnTheirWay_KeepsTheLastReplica()
    {
        var decider = new Decider(Of(Track(70)) with { IdleBeforeZero = TimeSpan.Zero }, minimum: 0);
        decider.Decide(0, Load(3, 3, running: 1), Value(70));

        ScalingDecision decision = decider.Decide(60, Load(3, 3, running: 1), Value(0));
        Assert.Equal((1, ScalingBound.Awake), (decision.To, decision.Bound));
    }

    [Fact]
    public void Decide_ABoundMovesIt_BeginsNoCooldown()
    {
        var decider = new Decider(Of(Track(70)), minimum: 3);
        Assert.Equal(3, decider.Decide(Tick.At(0, 1, 70, 3)).To);

        Assert.Equal(6, decider.Decide(Tick.At(60, 3, 140, 6)).To);
    }

    [Fact]
    public void Apply_Veto_StaysAndBeginsNoCooldown()
    {
        ScalingDecision decision = ScalingRules.Apply(new Decider(Of(Track(70))).Decide(Tick.At(0, 2, 140, 4)), ScalingVerdict.Veto("maintenance"), "Guard");

        Assert.Equal((2, "Guard"), (decision.To, decision.ChangedBy));
        Assert.StartsWith("stay at 2: Guard vetoes, since maintenance (before: out from 2 to 4:", decision.Reason);
        Assert.Null(ScalingState.Initial.After(decision, new ScalingPlan(Of(Track(70)))).LastOut);
    }

    [Theory]
    [InlineData(3, 3)]
    [InlineData(0, 1)]
    [InlineData(500, 100)]
    public void Apply_ScaleTo_IsBroughtWithinTheBounds(int asked, int expected)
    {
        ScalingDecision decision = ScalingRules.Apply(new Decider(Of(Track(70))).Decide(Tick.At(0, 2, 140, 4)), ScalingVerdict.ScaleTo(asked, "the budget"), "Guard");

        Assert.Equal(expected, decision.To);
        Assert.Contains("Guard asks for that, since the budget", decision.Reason);
    }

    private static Dictionary<ScalingMetric, double> Value(double value) => new() { [Metric(0)] = value };
}
