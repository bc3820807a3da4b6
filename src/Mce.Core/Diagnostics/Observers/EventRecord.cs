namespace Mce;

/// <summary>One event as it waits in a buffer: what the request's thread knows anyway, unconverted.</summary>
internal struct EventRecord
{
    /// <summary>What happened; received and started at once when a replica was free.</summary>
    public InvocationEvents Kind;

    public bool IsStep;

    /// <summary>Where it happened; null for the rare events, whose arguments are in <see cref="Detail"/>.</summary>
    public TargetTelemetry? Target;

    public string? InferenceId;

    public string? Caller;

    public long Invocation;

    /// <summary>When, and how long, in the clock's own units: they become times on the observer's thread.</summary>
    public long Timestamp;

    public long QueueTime;

    public long ExecuteTime;

    public long Duration;

    /// <summary>The exception of a failure; the boxed arguments of a rare event.</summary>
    public object? Detail;
}
