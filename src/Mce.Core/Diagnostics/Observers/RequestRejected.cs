namespace Mce;

/// <summary>A request never ran: no room in the queue, its deadline passed while it waited, or the server takes none.</summary>
public readonly record struct RequestRejected
{
    /// <summary>The endpoint that the request names.</summary>
    public required string Endpoint { get; init; }

    /// <summary>The container that had no room; null when it didn't come that far.</summary>
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

    /// <summary>One of <see cref="MceErrorCodes"/>.</summary>
    public required string ErrorCode { get; init; }

    /// <summary>When it is worth another try; null = unknown.</summary>
    public required TimeSpan? RetryAfter { get; init; }

    /// <summary>From the call to the refusal.</summary>
    public required TimeSpan Duration { get; init; }
}
