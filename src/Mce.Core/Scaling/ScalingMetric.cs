using System.Collections.Frozen;

namespace Mce;

/// <summary>What a scaling policy watches. Immutable.</summary>
public sealed record ScalingMetric
{
    private ScalingMetric(ScalingMetricKind kind, string name)
    {
        Kind = kind;
        Name = name;
    }

    /// <summary><see cref="ScalingMetricKind.InvocationsPerReplica"/>.</summary>
    public static ScalingMetric InvocationsPerReplica { get; } = BuiltIn(ScalingMetricKind.InvocationsPerReplica);

    /// <summary><see cref="ScalingMetricKind.ConcurrentRequestsPerReplica"/>.</summary>
    public static ScalingMetric ConcurrentRequestsPerReplica { get; } = BuiltIn(ScalingMetricKind.ConcurrentRequestsPerReplica);

    /// <summary><see cref="ScalingMetricKind.QueueDelay"/>.</summary>
    public static ScalingMetric QueueDelay { get; } = BuiltIn(ScalingMetricKind.QueueDelay);

    /// <summary><see cref="ScalingMetricKind.Cpu"/>.</summary>
    public static ScalingMetric Cpu { get; } = BuiltIn(ScalingMetricKind.Cpu);

    /// <summary><see cref="ScalingMetricKind.Memory"/>.</summary>
    public static ScalingMetric Memory { get; } = BuiltIn(ScalingMetricKind.Memory);

    /// <summary>Those that need no callback.</summary>
    public static IReadOnlyList<ScalingMetric> Known { get; } = [InvocationsPerReplica, ConcurrentRequestsPerReplica, QueueDelay, Cpu, Memory];

    /// <summary>What it measures.</summary>
    public ScalingMetricKind Kind { get; }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>CloudWatch's namespace, where the metric comes from AWS's JSON; else null.</summary>
    public string? Namespace { get; init; }

    /// <summary>CloudWatch's dimensions, where the metric comes from AWS's JSON: the callback gets them.</summary>
    public IReadOnlyDictionary<string, string> Dimensions { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>What gives the value; null = the server itself, or what is registered under the name.</summary>
    public ScalingMetricCallback? Callback { get; private init; }

    /// <summary>A metric of the application, from the callback that is registered under a name.</summary>
    /// <remarks>Looked up as <c>Namespace/Name</c>, then as <c>Name</c>. A name that nobody registered is an error at start-up.</remarks>
    public static ScalingMetric Custom(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new ScalingMetric(ScalingMetricKind.Custom, name);
    }

    /// <summary>A metric of the application.</summary>
    /// <param name="name">Its name, for decisions and logs.</param>
    /// <param name="callback">What gives its value.</param>
    public static ScalingMetric Custom(string name, ScalingMetricCallback callback)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(callback);
        return new ScalingMetric(ScalingMetricKind.Custom, name) { Callback = callback };
    }

    /// <summary>The name, with the namespace if there is one.</summary>
    public override string ToString() => Namespace is null ? Name : $"{Namespace}/{Name}";

    private static ScalingMetric BuiltIn(ScalingMetricKind kind) => new(kind, kind.ToString());
}
