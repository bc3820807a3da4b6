namespace Mce;

/// <summary>One endpoint as configured. Immutable.</summary>
public sealed record EndpointConfig
{
    /// <summary>The name: up to 63 letters, digits and inner hyphens.</summary>
    public required string Name { get; init; }

    /// <summary>How the containers are called.</summary>
    public required InvocationMode Mode { get; init; }

    /// <summary>The containers in order.</summary>
    public required IReadOnlyList<ContainerConfig> Containers { get; init; }

    /// <summary>The deadline of requests that bring none, over all steps. Above zero, at most 24 days; null = none, or on a direct endpoint the container's.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>
    /// Scales all containers together, by the traffic of the endpoint as a whole, as SageMaker does; containers with a
    /// <see cref="ContainerConfig.Scaling"/> of their own are left to that. Null = no.
    /// </summary>
    public ScalingConfig? Scaling { get; init; }
}
