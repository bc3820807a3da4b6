namespace Mce.Core.Tests.Scaling;

/// <summary>Decides upon observations that a test makes, and acts on each decision.</summary>
internal sealed class Decider(ScalingConfig config, int minimum = 1, int maximum = 100)
{
    private readonly ScalingPlan _plan = new(config);

    public ScalingState State { get; private set; } = ScalingState.Initial;

    public ScalingDecision Decide(Tick tick)
    {
        var custom = new Dictionary<ScalingMetric, double>();
        for (int i = 0; i < tick.Values.Length; i++)
        {
            if (tick.Values[i] is { } value) custom[Policies.Metric(i)] = value;
        }

        return Decide(tick.Seconds, Policies.Load(tick.InService, tick.Desired), custom);
    }

    public ScalingDecision Decide(double seconds, ReplicaSample load, IReadOnlyDictionary<ScalingMetric, double>? custom = null, TimeSpan cpu = default)
    {
        (ScalingDecision decision, ScalingState state) = ScalingRules.Decide("e", "c", _plan, State, new ScalingObservation
        {
            Time = Policies.Start.AddSeconds(seconds),
            Load = load,
            Minimum = minimum,
            Maximum = maximum,
            CpuTime = cpu,
            Custom = custom ?? new Dictionary<ScalingMetric, double>(),
        });
        State = state.After(decision, _plan);
        return decision;
    }
}
