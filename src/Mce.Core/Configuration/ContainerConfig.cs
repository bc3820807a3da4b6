using System.Collections.Frozen;

namespace Mce;

/// <summary>One container as configured. Immutable.</summary>
public sealed record ContainerConfig
{
    /// <summary>The name within its endpoint: up to 63 letters, digits and inner hyphens, as SageMaker's <c>ContainerHostname</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The framework, optionally with a version: <c>onnx</c>, <c>onnx@1.31</c>. Without one, the newest there is.</summary>
    public required string Framework { get; init; }

    /// <summary>The model's path, absolute or from <see cref="MceOptions.BaseDirectory"/>.</summary>
    public required string ModelPath { get; init; }

    /// <summary>Settings for the framework, as its plugin documents them.</summary>
    public BackendSettings Settings { get; init; } = BackendSettings.Empty;

    /// <summary>Where the model runs. Default the CPU; another needs the framework's GPU flavour.</summary>
    public TensorDevice Device { get; init; } = TensorDevice.Cpu;

    /// <summary>
    /// Replicas (instances over the shared weights) to begin with. From 0 to 1,024; null = <see cref="MceOptions.DefaultInstanceCount"/>
    /// within the bounds, or 1 for a stateful model.
    /// </summary>
    public int? InstanceCount { get; init; }

    /// <summary>The fewest replicas that scaling may leave. From 0 (the model leaves memory until a request comes) to 1,024; null = <see cref="InstanceCount"/>.</summary>
    public int? MinInstanceCount { get; init; }

    /// <summary>The most replicas that scaling may make. From 1 to 1,024; null = <see cref="InstanceCount"/>.</summary>
    public int? MaxInstanceCount { get; init; }

    /// <summary>
    /// Replicas of several kinds, instead of <see cref="Device"/>, <see cref="InstanceCount"/> and its bounds; empty = one group of these.
    /// </summary>
    public IReadOnlyList<InstanceGroupConfig> InstanceGroups { get; init; } = [];

    /// <summary>Which of several free replicas gets a request. Default <see cref="ReplicaSelector.MostRecentlyUsed"/>.</summary>
    public ReplicaSelector Selector { get; init; }

    /// <summary>How many requests may wait. From 0 (refuse when busy) to 1,000,000; null = <see cref="MceOptions.MaxQueueLength"/>.</summary>
    public int? MaxQueueLength { get; init; }

    /// <summary>
    /// The deadline of requests that bring none: on a direct endpoint for the whole request, on a serial one the endpoint's counts.
    /// Above zero, at most 24 days; null = none.
    /// </summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>What each new replica runs before it takes requests; null = once on zeros, where <see cref="MceOptions.WarmUp"/> is on.</summary>
    public WarmUpConfig? WarmUp { get; init; }

    /// <summary>When replicas are added and taken away; null = never.</summary>
    public ScalingConfig? Scaling { get; init; }

    /// <summary>Sources of inputs by input name, for serial endpoints. Inputs not named here are matched by name.</summary>
    public IReadOnlyDictionary<string, InputSource> InputMap { get; init; } = FrozenDictionary<string, InputSource>.Empty;

    /// <summary>The groups, with the short form written out.</summary>
    internal IReadOnlyList<InstanceGroupConfig> Groups => InstanceGroups.Count > 0
        ? InstanceGroups
        : [new InstanceGroupConfig { Count = InstanceCount, Minimum = MinInstanceCount, Maximum = MaxInstanceCount, Device = Device }];
}
