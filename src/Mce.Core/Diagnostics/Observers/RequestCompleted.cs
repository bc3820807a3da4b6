namespace Mce;

/// <summary>A request, or a step of a serial one, was answered.</summary>
public readonly record struct RequestCompleted
{
    /// <summary>The endpoint that the request names.</summary>
    public required string Endpoint { get; init; }

    /// <summary>The container; null when a serial request is meant as a whole.</summary>
    public required string? Container { get; init; }

    /// <summary>Whether this is one step of a serial request, and not the request itself.</summary>
    public required bool IsStep { get; init; }

    /// <summary>A number that all events of this request share; unique in the process.</summary>
    public required long Invocation { get; init; }

    /// <summary>As the request gives it.</summary>
    public required string? InferenceId { get; init; }

    /// <summary>As the request gives it.</summary>
    public required string? Caller { get; init; }

    /// <summary>When it happened.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>How long it waited for replicas, over all steps.</summary>
    public required TimeSpan QueueTime { get; init; }

    /// <summary>How long the models had it, over all steps: from the reserved replica to its answer.</summary>
    public required TimeSpan ExecuteTime { get; init; }

    /// <summary>From the call to the answer.</summary>
    public required TimeSpan Duration { get; init; }
}
