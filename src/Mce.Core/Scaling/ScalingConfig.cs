namespace Mce;

/// <summary>When replicas are added and taken away. Immutable.</summary>
/// <remarks>The bounds are the instance groups'. Of several policies the largest capacity wins.</remarks>
public sealed record ScalingConfig
{
    /// <summary>The policies; empty = only the schedule.</summary>
    public IReadOnlyList<ScalingPolicy> Policies { get; init; } = [];
}
