namespace Mce;

/// <summary>What a custom metric is asked for. Immutable.</summary>
/// <param name="Endpoint">The endpoint's name.</param>
/// <param name="Container">The container's name; null when the endpoint as a whole is scaled.</param>
/// <param name="Metric">The metric, with the dimensions that AWS's JSON gave it.</param>
/// <param name="Replicas">Replicas that take requests now.</param>
/// <param name="Time">The time of the observation.</param>
public readonly record struct ScalingMetricContext(string Endpoint, string? Container, ScalingMetric Metric, int Replicas, DateTimeOffset Time);
