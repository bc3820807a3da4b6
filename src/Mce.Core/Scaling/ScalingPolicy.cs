namespace Mce;

/// <summary>A rule that turns observations into a number of replicas. Immutable.</summary>
public abstract record ScalingPolicy
{
    internal ScalingPolicy()
    {
    }

    /// <summary>The policy's name, for decisions and logs; unique among its target's policies.</summary>
    public required string Name { get; init; }

    /// <summary>What it watches.</summary>
    public required ScalingMetric Metric { get; init; }

    /// <summary>
    /// What becomes of the observations in <see cref="ScalingConfig.Window"/>. Default the average. Rates (invocations, CPU, queue
    /// delay) are averages over the window in any case.
    /// </summary>
    public MetricAggregation Aggregation { get; init; }

    /// <summary>What happens while the metric has no value. Default <see cref="MissingData.NoScaling"/>, as with SageMaker.</summary>
    public MissingData MissingData { get; init; }
}
