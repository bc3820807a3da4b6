namespace Mce;

/// <summary>Replicas of one kind within a container. Immutable.</summary>
/// <remarks>
/// The groups of a container share its queue. Autoscaling adds replicas to the first group that has room, and takes them from the
/// last one that can spare some. Groups on one device share the model's weights; each device has its own copy.
/// </remarks>
public sealed record InstanceGroupConfig
{
    /// <summary>How many replicas to begin with. From 0 to 1,024; null = <see cref="MceOptions.DefaultInstanceCount"/>, within the bounds.</summary>
    public int? Count { get; init; }

    /// <summary>The fewest that scaling may leave. From 0 to 1,024; null = as many as there are to begin with.</summary>
    public int? Minimum { get; init; }

    /// <summary>The most that scaling may make. From 1 to 1,024; null = as many as there are to begin with.</summary>
    public int? Maximum { get; init; }

    /// <summary>Calls at a time on one replica. From 1 to 1,024, at most what the model bears; null = what the model bears, at most 64.</summary>
    public int? Slots { get; init; }

    /// <summary>Where these replicas run. Default the CPU; another needs the framework's GPU flavour.</summary>
    public TensorDevice Device { get; init; } = TensorDevice.Cpu;
}
