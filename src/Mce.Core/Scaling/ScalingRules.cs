using System.Globalization;

namespace Mce;

/// <summary>Decides how many replicas a target gets. Pure: no clock, no input, no chance.</summary>
internal static class ScalingRules
{
    /// <summary>Takes an observation in and decides.</summary>
    /// <returns>
    /// The decision, and the state with the observation in it. Whoever acts on the decision remembers that with
    /// <see cref="ScalingState.After"/>.
    /// </returns>
    public static (ScalingDecision Decision, ScalingState State) Decide(string endpoint, string? container, ScalingPlan plan, ScalingState state, ScalingObservation observation)
    {
        state = state.With(observation, plan);
        (int minimum, int maximum) = Bounds(state, observation);
        PolicyEvaluation[] evaluations = [.. plan.Config.Policies.Select(p => PolicyRules.Evaluate(p, plan, state))];
        int from = observation.Load.Desired;
        PolicyEvaluation? policy = Choose(evaluations);
        bool acts = policy is { Outcome: PolicyOutcome.Out or PolicyOutcome.In };
        bool wakes = from == 0 && observation.Load.Waiting > 0 && !(acts && policy!.Wanted > 0);
        int wanted = wakes ? 1 : acts ? policy!.Wanted : from;
        (int to, ScalingBound bound) = Bring(wanted, minimum, maximum, state, plan);

        var decision = new ScalingDecision
        {
            Endpoint = endpoint,
            Container = container,
            Time = observation.Time,
            From = from,
            To = to,
            Policy = wakes ? null : policy?.Policy,
            Metric = wakes ? null : policy?.Metric,
            Value = wakes ? null : policy?.Value,
            Target = wakes ? null : policy?.Target,
            Wanted = wakes ? 1 : policy?.Wanted ?? from,
            Minimum = minimum,
            Maximum = maximum,
            Bound = bound,
            IsHeld = !wakes && policy?.Outcome == PolicyOutcome.CoolingDown,
            HeldUntil = wakes ? null : policy?.HeldUntil,
            Evaluations = evaluations,
            Outcome = wakes ? null : policy?.Outcome,
            IsWake = wakes,
            IsPolicys = acts && !wakes,
        };
        return (decision, state);
    }

    /// <summary>The decision as a hook leaves it.</summary>
    public static ScalingDecision Apply(ScalingDecision decision, ScalingVerdict verdict, string hook)
    {
        int to = verdict.IsVeto ? decision.From : Math.Clamp(verdict.Replicas ?? decision.To, decision.Minimum, decision.Maximum);
        if (verdict == ScalingVerdict.Accept || (to == decision.To && !verdict.IsVeto)) return decision;
        ScalingDecision changed = decision with { To = to, ChangedBy = hook };
        return changed with { Reason = $"{What(changed)}: {hook} {(verdict.IsVeto ? "vetoes" : "asks for that")}, since {verdict.Reason} (before: {decision.Reason})" };
    }

    // The schedule's bounds take the place of the groups', which the actuator keeps to in any case.
    private static (int Minimum, int Maximum) Bounds(ScalingState state, ScalingObservation observation)
    {
        int maximum = Math.Clamp(state.Maximum ?? observation.Maximum, observation.Minimum, observation.Maximum);
        return (Math.Clamp(state.Minimum ?? observation.Minimum, observation.Minimum, maximum), maximum);
    }

    // Out if any wants out; in only if all that have a say want in; of several the largest capacity.
    private static PolicyEvaluation? Choose(PolicyEvaluation[] evaluations)
    {
        if (evaluations.Where(e => e.Outcome == PolicyOutcome.Out).MaxBy(e => e.Wanted) is { } outward) return outward;
        PolicyEvaluation[] voters = [.. evaluations.Where(e => e.Outcome != PolicyOutcome.None)];
        return voters.FirstOrDefault(e => e.Outcome == PolicyOutcome.Missing)
            ?? voters.FirstOrDefault(e => e.Outcome == PolicyOutcome.CoolingDown)
            ?? voters.FirstOrDefault(e => e.Outcome != PolicyOutcome.In)
            ?? voters.MaxBy(e => e.Wanted);
    }

    private static (int To, ScalingBound Bound) Bring(int wanted, int minimum, int maximum, ScalingState state, ScalingPlan plan)
    {
        if (wanted > maximum) return (maximum, ScalingBound.Maximum);
        if (wanted < minimum) return (minimum, ScalingBound.Minimum);
        ScalingObservation now = state.Window[^1];
        bool awake = now.Outstanding > 0 || now.Time - state.LastRequest < plan.Config.IdleBeforeZero;
        return wanted == 0 && now.Load.Desired > 0 && awake ? (1, ScalingBound.Awake) : (wanted, ScalingBound.None);
    }

    /// <summary>The reason of a decision in words.</summary>
    public static string Explain(ScalingDecision decision)
    {
        string what = What(decision);
        string? bound = decision.Bound switch
        {
            ScalingBound.Minimum => $"the minimum is {decision.Minimum}",
            ScalingBound.Maximum => $"the maximum is {decision.Maximum}",
            ScalingBound.Awake => "requests came lately, so the last replica stays",
            _ => null,
        };
        string? why = decision.IsWake ? "a request waits and there is no replica" : ExplainPolicy(decision);
        return (why, bound) switch
        {
            (null, null) => $"{what}: no policy has a say",
            (null, _) => $"{what}: {bound}",
            (_, null) => $"{what}: {why}",
            _ => $"{what}: {why}, and {bound}",
        };
    }

    private static string What(ScalingDecision decision) => decision.Action switch
    {
        ScalingAction.Out => $"out from {decision.From} to {decision.To}",
        ScalingAction.In => $"in from {decision.From} to {decision.To}",
        _ => $"stay at {decision.To}",
    };

    private static string? ExplainPolicy(ScalingDecision decision)
    {
        if (decision.Policy is null) return null;
        if (decision.Value is not { } value) return $"'{decision.Policy}' has no data of {decision.Metric}";
        string state = string.Create(CultureInfo.InvariantCulture, $"'{decision.Policy}' has {decision.Metric} at {value:0.##} against {decision.Target:0.##}");
        return decision.Outcome switch
        {
            PolicyOutcome.Out or PolicyOutcome.In => $"{state} and wants {decision.Wanted}",
            PolicyOutcome.CoolingDown when decision.HeldUntil is { } until => string.Create(CultureInfo.InvariantCulture, $"{state} and would want {decision.Wanted}, but is cooling down until {until:u}"),
            PolicyOutcome.CoolingDown => $"{state} and would want {decision.Wanted}, but the last change isn't complete",
            PolicyOutcome.Warming => $"{state} and would want {decision.Wanted}, but hasn't seen a whole window yet",
            _ => state,
        };
    }
}
