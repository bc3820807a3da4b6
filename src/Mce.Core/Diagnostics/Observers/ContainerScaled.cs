namespace Mce;

/// <summary>A container has another number of replicas.</summary>
public readonly record struct ContainerScaled
{
    /// <summary>The container's endpoint.</summary>
    public required string Endpoint { get; init; }

    /// <summary>The container.</summary>
    public required string Container { get; init; }

    /// <summary>When it happened.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Replicas before.</summary>
    public required int From { get; init; }

    /// <summary>Replicas now.</summary>
    public required int To { get; init; }

    /// <summary>
    /// The latest decision of autoscaling in this direction, which says why; null = there is none: <see cref="MceServer.ScaleAsync"/> was
    /// called, or a request woke the container.
    /// </summary>
    public required ScalingDecision? Decision { get; init; }
}
