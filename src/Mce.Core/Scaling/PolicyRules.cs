namespace Mce;

/// <summary>What one policy makes of an observation, by AWS's rules. Pure. The sources of the rules are in docs/scaling.md.</summary>
internal static class PolicyRules
{
    // "Usually more than 10% lower": the margin below the target before anything is taken away.
    private const double ScaleInMargin = 0.1;

    // Far above any bound, far below overflow.
    private const int Most = 1_000_000;

    public static PolicyEvaluation Evaluate(ScalingPolicy policy, ScalingPlan plan, ScalingState state)
    {
        ReplicaSample load = state.Window[^1].Load;
        double? value = MetricReader.Read(policy, state, plan.Config.Window);
        double target = policy is StepPolicy s ? s.Threshold : ((TargetTrackingPolicy)policy).TargetValue;
        var evaluation = new PolicyEvaluation(policy.Name, policy.Metric.ToString(), value, target, load.Desired, PolicyOutcome.Stay);
        if (value is not { } metric)
            return evaluation with { Outcome = policy.MissingData == MissingData.Ignore ? PolicyOutcome.None : PolicyOutcome.Missing };
        return policy is StepPolicy step
            ? Step(evaluation, step, metric, plan, state)
            : Track(evaluation, (TargetTrackingPolicy)policy, metric, plan, state);
    }

    private static PolicyEvaluation Track(PolicyEvaluation evaluation, TargetTrackingPolicy policy, double metric, ScalingPlan plan, ScalingState state)
    {
        ReplicaSample load = state.Window[^1].Load;
        // The metric was measured on the replicas in service, so these are what it scales.
        int needed = Ceiling(load.Replicas * metric / policy.TargetValue);
        if (metric > policy.TargetValue && needed > load.Desired) return Out(evaluation, policy, needed, needed - load.Replicas, plan, state);
        // Rounded up, so that what stays can bear the load: taking away never lifts the metric over the target.
        needed = Ceiling(load.Replicas * metric / (policy.TargetValue * (1 - plan.Config.ScaleInHeadroom)));
        if (metric >= policy.TargetValue * (1 - ScaleInMargin) || needed >= load.Desired) return evaluation;
        if (policy.DisableScaleIn) return evaluation with { Wanted = needed, Outcome = PolicyOutcome.None };
        return In(evaluation, policy, needed, plan, state);
    }

    private static PolicyEvaluation Step(PolicyEvaluation evaluation, StepPolicy policy, double metric, ScalingPlan plan, ScalingState state)
    {
        int capacity = state.Window[^1].Load.Desired;
        if (StepFor(policy, metric - policy.Threshold) is not { } step) return evaluation with { Outcome = PolicyOutcome.None };
        int wanted = policy.AdjustmentType switch
        {
            StepAdjustmentType.ExactCapacity => step.ScalingAdjustment,
            StepAdjustmentType.PercentChangeInCapacity => Add(capacity, Percent(policy, capacity, step.ScalingAdjustment)),
            _ => Add(capacity, step.ScalingAdjustment),
        };
        return wanted > capacity ? Out(evaluation, policy, wanted, wanted - capacity, plan, state)
            : wanted < capacity ? In(evaluation, policy, wanted, plan, state)
            : evaluation;
    }

    /// <param name="evaluation">What is known so far.</param>
    /// <param name="policy">The policy.</param>
    /// <param name="wanted">The capacity it wants.</param>
    /// <param name="increase">What that adds to the present capacity.</param>
    /// <param name="plan">The cooldowns.</param>
    /// <param name="state">What was done before.</param>
    private static PolicyEvaluation Out(PolicyEvaluation evaluation, ScalingPolicy policy, int wanted, int increase, ScalingPlan plan, ScalingState state)
    {
        ScalingObservation now = state.Window[^1];
        TimeSpan cooldown = plan.OutCooldown(policy);
        if (state.LastOut is not { } last || !last.Holds(cooldown, now.Time)) return evaluation with { Wanted = wanted, Outcome = PolicyOutcome.Out };

        // What was added counts as part of the increase: only a larger one adds the difference.
        bool exact = policy is StepPolicy { AdjustmentType: StepAdjustmentType.ExactCapacity };
        int counted = exact ? wanted : Add(last.Basis, increase);
        return counted > now.Load.Desired
            ? evaluation with { Wanted = counted, Outcome = PolicyOutcome.Out }
            : evaluation with { Wanted = wanted, Outcome = PolicyOutcome.CoolingDown, HeldUntil = last.Completed + cooldown };
    }

    private static PolicyEvaluation In(PolicyEvaluation evaluation, ScalingPolicy policy, int wanted, ScalingPlan plan, ScalingState state)
    {
        ScalingObservation now = state.Window[^1];
        evaluation = evaluation with { Wanted = wanted };
        if (now.Time - state.Window[0].Time < plan.Config.Window) return evaluation with { Outcome = PolicyOutcome.Warming };
        TimeSpan cooldown = plan.InCooldown(policy);
        return state.LastIn is { } last && last.Holds(cooldown, now.Time)
            ? evaluation with { Outcome = PolicyOutcome.CoolingDown, HeldUntil = last.Completed + cooldown }
            : evaluation with { Outcome = PolicyOutcome.In };
    }

    // Above the threshold the lower bound is included and the upper isn't; below it the other way round. On it either may be.
    private static StepAdjustment? StepFor(StepPolicy policy, double breach) =>
        policy.Steps.FirstOrDefault(s => breach >= 0 && breach >= Lower(s) && breach < Upper(s)) ??
        policy.Steps.FirstOrDefault(s => breach <= 0 && breach > Lower(s) && breach <= Upper(s));

    private static int Percent(StepPolicy policy, int capacity, int percent)
    {
        double change = capacity * (percent / 100.0);
        if (change == 0) return 0;
        // Towards zero, but not to it: 12.7 is 12, 0.67 is 1, -6.67 is -6. The small addend takes back what doubles lose.
        int size = Math.Max((int)Math.Min(Math.Abs(change) + 1e-9, Most), Math.Max(1, policy.MinAdjustmentMagnitude ?? 1));
        return change < 0 ? -size : size;
    }

    private static double Lower(StepAdjustment step) => step.MetricIntervalLowerBound ?? double.NegativeInfinity;

    private static double Upper(StepAdjustment step) => step.MetricIntervalUpperBound ?? double.PositiveInfinity;

    private static int Add(int capacity, int change) => (int)Math.Clamp((long)capacity + change, 0, Most);

    // 3 × 70 ÷ 70 must be 3 and not 4, whatever doubles make of it.
    private static int Ceiling(double replicas) => (int)Math.Min(Math.Ceiling(replicas - 1e-9), Most);
}
