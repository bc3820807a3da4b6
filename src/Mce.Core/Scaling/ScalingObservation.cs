using System.Collections.Frozen;

namespace Mce;

/// <summary>All that is known of a target at one moment. Immutable.</summary>
internal sealed record ScalingObservation
{
    public required DateTimeOffset Time { get; init; }

    public required ReplicaSample Load { get; init; }

    /// <summary>The bounds of the instance groups.</summary>
    public required int Minimum { get; init; }

    public required int Maximum { get; init; }

    /// <summary>The CPU time that the process has used by now.</summary>
    public TimeSpan CpuTime { get; init; }

    /// <summary>In percent of what the process may use; null = not known.</summary>
    public double? Memory { get; init; }

    /// <summary>The values of custom metrics; one that isn't in it is missing.</summary>
    public IReadOnlyDictionary<ScalingMetric, double> Custom { get; init; } = FrozenDictionary<ScalingMetric, double>.Empty;

    /// <summary>Requests that have come by now, those that were refused or left too.</summary>
    public long Arrivals => Load.Completed + Load.Rejected + Load.GivenUp + Outstanding;

    /// <summary>Requests that run or wait.</summary>
    public int Outstanding => Load.Running + Load.Waiting;

    /// <summary>Whether the counters went back: another container has taken this one's place.</summary>
    public bool StartsAnew(ScalingObservation earlier) =>
        Load.Completed < earlier.Load.Completed || Load.Rejected < earlier.Load.Rejected || Load.GivenUp < earlier.Load.GivenUp ||
        Load.Dequeued < earlier.Load.Dequeued || Load.QueueTime < earlier.Load.QueueTime || Time < earlier.Time;
}
