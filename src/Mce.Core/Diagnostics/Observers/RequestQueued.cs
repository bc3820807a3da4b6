namespace Mce;

/// <summary>A request found no free replica and waits for one.</summary>
public readonly record struct RequestQueued
{
    /// <summary>The endpoint that the request names.</summary>
    public required string Endpoint { get; init; }

    /// <summary>The container that it waits for.</summary>
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
}
