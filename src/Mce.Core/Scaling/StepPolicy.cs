namespace Mce;

/// <summary>Changes the capacity by steps, the further a metric is from a threshold, as AWS's step scaling does. Immutable.</summary>
public sealed record StepPolicy : ScalingPolicy
{
    /// <summary>The value that the steps' bounds count from, in the metric's unit: the threshold of what would be an alarm in CloudWatch.</summary>
    public required double Threshold { get; init; }

    /// <summary>What a step's <see cref="StepAdjustment.ScalingAdjustment"/> means.</summary>
    public required StepAdjustmentType AdjustmentType { get; init; }

    /// <summary>The steps: without overlap or gap. Where no step fits, the policy has no say.</summary>
    public required IReadOnlyList<StepAdjustment> Steps { get; init; }

    /// <summary>
    /// The fewest replicas that a step adds or takes away, for <see cref="StepAdjustmentType.PercentChangeInCapacity"/> alone. At
    /// least 1; null = none.
    /// </summary>
    public int? MinAdjustmentMagnitude { get; init; }

    /// <summary>
    /// After a scale-out has completed: how long a further one counts what was already added. After a scale-in: how long no other may
    /// follow. From zero to a day; null = <see cref="ScalingConfig.ScaleOutCooldown"/> and <see cref="ScalingConfig.ScaleInCooldown"/>.
    /// </summary>
    public TimeSpan? Cooldown { get; init; }
}
