namespace Mce;

/// <summary>A request, or a step of a serial one, ended with an error.</summary>
/// <remarks>A caller that cancels is told of here too, as <c>System.OperationCanceledException</c>. A serial request that fails in a step is told of twice: the step, and the request.</remarks>
public readonly record struct RequestFailed
{
    /// <summary>The endpoint that the request names.</summary>
    public required string Endpoint { get; init; }

    /// <summary>The container where it failed, where that is known.</summary>
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

    /// <summary>One of <see cref="MceErrorCodes"/>; for other exceptions the name of their type.</summary>
    public required string ErrorCode { get; init; }

    /// <summary>The error's message.</summary>
    public required string Message { get; init; }

    /// <summary>How long it waited for replicas, over all steps.</summary>
    public required TimeSpan QueueTime { get; init; }

    /// <summary>From the call to the error.</summary>
    public required TimeSpan Duration { get; init; }
}
