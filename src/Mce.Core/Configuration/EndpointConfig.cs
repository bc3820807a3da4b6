namespace Mce;

/// <summary>One endpoint as configured. Immutable.</summary>
public sealed class EndpointConfig
{
    /// <summary>The name: up to 63 letters, digits and inner hyphens.</summary>
    public required string Name { get; init; }

    /// <summary>How the containers are called.</summary>
    public required InvocationMode Mode { get; init; }

    /// <summary>The containers in order.</summary>
    public required IReadOnlyList<ContainerConfig> Containers { get; init; }
}
