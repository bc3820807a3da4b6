namespace Mce;

/// <summary>One metric over one minute, as CloudWatch's <c>PutMetricData</c> takes it. Immutable.</summary>
public sealed record CloudWatchDatum
{
    /// <summary>AWS's namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>AWS's name.</summary>
    public required string MetricName { get; init; }

    /// <summary>AWS's unit.</summary>
    public required string Unit { get; init; }

    /// <summary>Names and values: <c>EndpointName</c>, <c>VariantName</c>, and for a container <c>ContainerName</c>.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Dimensions { get; init; }

    /// <summary>When the minute began.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>Whether the minute is over.</summary>
    public required bool IsComplete { get; init; }

    /// <summary>How many values there were; at least 1.</summary>
    public required long SampleCount { get; init; }

    /// <summary>All values together.</summary>
    public required double Sum { get; init; }

    /// <summary>The least value.</summary>
    public required double Minimum { get; init; }

    /// <summary>The largest value.</summary>
    public required double Maximum { get; init; }

    /// <summary><see cref="Sum"/> through <see cref="SampleCount"/>.</summary>
    public double Average => Sum / SampleCount;
}
