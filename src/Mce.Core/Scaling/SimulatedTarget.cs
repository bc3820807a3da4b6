namespace Mce;

/// <summary>What is scaled together in a simulation: a container, or several of an endpoint.</summary>
internal sealed class SimulatedTarget(string? container, InvocationMode mode, ScalingConfig scaling, SimulatedContainer[] containers)
{
    private ScalingState _state = ScalingState.Initial;

    public ScalingPlan Plan { get; } = new(scaling);

    public IReadOnlyList<SimulatedContainer> Containers => containers;

    public DateTimeOffset Due { get; private set; }

    public ScalingDecision Decide(string endpoint, DateTimeOffset now, IReadOnlyDictionary<ScalingMetric, double> custom, TimeSpan startTime)
    {
        Due = now + scaling.ObservationInterval;
        var observation = new ScalingObservation
        {
            Time = now,
            Load = ScalingTargets.Sum([.. containers.Select(c => c.Sample())], mode),
            Minimum = containers.Min(c => c.Minimum),
            Maximum = containers.Max(c => c.Maximum),
            CpuTime = containers.Aggregate(TimeSpan.Zero, (sum, c) => sum + c.CpuTime),
            Custom = custom,
        };
        (ScalingDecision decision, ScalingState state) = ScalingRules.Decide(endpoint, container, Plan, _state, observation);
        _state = state.After(decision, Plan);
        if (decision.Action == ScalingAction.Stay) return decision;
        foreach (SimulatedContainer each in containers) each.Scale(decision.To, now + startTime);
        return decision;
    }
}
