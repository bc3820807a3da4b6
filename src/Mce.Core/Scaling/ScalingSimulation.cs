namespace Mce;

/// <summary>
/// Replays traffic against an endpoint's scaling, without models and without waiting: a day at AWS's pace takes tens of milliseconds, at
/// a look each second about a second. It decides by the very rules that the server decides by. Not thread-safe.
/// </summary>
/// <remarks>
/// Requests flow: they come evenly, each replica's slot serves one after the other, what can't be served waits without bound, and
/// nothing fails. Hooks aren't asked.
/// </remarks>
public sealed class ScalingSimulation
{
    /// <summary>The endpoint as it is to be deployed; models are not looked at.</summary>
    public required EndpointConfig Endpoint { get; init; }

    /// <summary>What comes to a container, by its name, at a time.</summary>
    public required Func<string, DateTimeOffset, SimulatedTraffic> Traffic { get; init; }

    /// <summary>The values of custom metrics at a time; null = missing.</summary>
    public Func<ScalingMetric, DateTimeOffset, double?> CustomMetrics { get; init; } = static (_, _) => null;

    /// <summary>The server's options: how many replicas containers have that don't say. Default as a server's.</summary>
    public MceOptions Options { get; init; } = new();

    /// <summary>When it begins. Default midnight UTC of Monday, 4 January 2027.</summary>
    public DateTimeOffset Start { get; init; } = new(2027, 1, 4, 0, 0, 0, TimeSpan.Zero);

    /// <summary>How long it lasts. Above zero; default a day.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromDays(1);

    /// <summary>How long a new replica takes before it serves. Not negative; default zero.</summary>
    public TimeSpan ReplicaStartTime { get; init; }

    /// <summary>The steps in which requests flow. Above zero; default a second.</summary>
    public TimeSpan Step { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Runs it.</summary>
    /// <returns>Each observation of each container that is scaled, in the order of time.</returns>
    /// <exception cref="MceException"><see cref="MceErrorCodes.ConfigurationInvalid"/>: the scaling can't be followed.</exception>
    public IReadOnlyList<SimulatedMoment> Run()
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(Step, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(Duration, TimeSpan.Zero);
        Validate();
        SimulatedContainer[] containers = [.. Endpoint.Containers.Select(c => new SimulatedContainer(c.Name, Size(c)))];
        SimulatedTarget[] targets = [.. Targets(containers)];
        var moments = new List<SimulatedMoment>();
        foreach (SimulatedTarget target in targets) Observe(target, Start, moments);
        for (DateTimeOffset now = Start + Step; now <= Start + Duration; now += Step)
        {
            foreach (SimulatedContainer container in containers) container.Advance(now, Step, Traffic(container.Name, now), ReplicaStartTime);
            foreach (SimulatedTarget target in targets.Where(t => t.Due <= now)) Observe(target, now, moments);
        }

        return moments;
    }

    private void Validate()
    {
        var errors = new List<MceException>();
        string[] metrics = [.. Endpoint.Containers.Select(c => c.Scaling).Append(Endpoint.Scaling).SelectMany(s => s?.Policies ?? []).Select(p => p.Metric.ToString())];
        ScalingValidator.Validate(Endpoint, Options, metrics, errors);
        if (errors.Count > 0) throw ConfigurationErrors.Bundle(errors);
    }

    private (int Minimum, int Maximum, int Count, int Slots) Size(ContainerConfig container)
    {
        (int minimum, int maximum, int count) = ScalingValidator.Bounds(container, Options);
        return (minimum, maximum, count, container.Groups[0].Slots ?? 1);
    }

    private IEnumerable<SimulatedTarget> Targets(SimulatedContainer[] containers)
    {
        foreach ((ContainerConfig config, SimulatedContainer container) in Endpoint.Containers.Zip(containers))
        {
            if (config.Scaling is { } scaling) yield return new SimulatedTarget(config.Name, Endpoint.Mode, scaling, [container]);
        }

        if (Endpoint.Scaling is { } common)
            yield return new SimulatedTarget(null, Endpoint.Mode, common, [.. containers.Where((_, i) => Endpoint.Containers[i].Scaling is null)]);
    }

    private void Observe(SimulatedTarget target, DateTimeOffset now, List<SimulatedMoment> moments)
    {
        var custom = new Dictionary<ScalingMetric, double>();
        foreach (ScalingMetric metric in target.Plan.CustomMetrics)
        {
            if (CustomMetrics(metric, now) is { } value) custom[metric] = value;
        }

        (ReplicaSample Load, int Replicas)[] before = [.. target.Containers.Select(c => (c.Sample(), c.Replicas))];
        ScalingDecision decision = target.Decide(Endpoint.Name, now, custom, ReplicaStartTime);
        foreach ((SimulatedContainer container, (ReplicaSample load, int replicas)) in target.Containers.Zip(before))
            moments.Add(new SimulatedMoment(now, container.Name, replicas, load.Waiting, load.OldestWait, decision));
    }
}
