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

    /// <summary>Why: the policy and what it saw, in words.</summary>
    public required string Reason { get; init; }
}
