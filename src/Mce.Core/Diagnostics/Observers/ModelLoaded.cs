namespace Mce;

/// <summary>A container is loaded and warm, or its load failed.</summary>
public readonly record struct ModelLoaded
{
    /// <summary>The container's endpoint.</summary>
    public required string Endpoint { get; init; }

    /// <summary>The container.</summary>
    public required string Container { get; init; }

    /// <summary>When it happened.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Replicas that take requests from now on; 0 when the load failed.</summary>
    public required int Replicas { get; init; }

    /// <summary>How long it took, warm-up included.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Null when it is loaded, else the code of why not.</summary>
    public required string? ErrorCode { get; init; }
}
