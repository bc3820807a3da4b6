using System.Collections.Frozen;

namespace Mce;

/// <summary>What the application adds to scaling. Immutable.</summary>
/// <param name="Hooks">Asked in this order.</param>
/// <param name="Metrics">Custom metrics by name.</param>
internal sealed record ScalingSetup(IReadOnlyList<IScalingHook> Hooks, IReadOnlyDictionary<string, ScalingMetricCallback> Metrics)
{
    public static ScalingSetup None { get; } = new([], FrozenDictionary<string, ScalingMetricCallback>.Empty);

    /// <summary>The names, for the validator.</summary>
    public IReadOnlyCollection<string> MetricNames => [.. Metrics.Keys];

    /// <summary>What gives a metric's value; null when nothing does, which the validator refuses.</summary>
    public ScalingMetricCallback? Find(ScalingMetric metric) =>
        metric.Callback ?? (Metrics.TryGetValue(metric.ToString(), out ScalingMetricCallback? full) ? full : Metrics.GetValueOrDefault(metric.Name));
}
