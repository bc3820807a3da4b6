using System.Security.Claims;

namespace Mce;

/// <summary>One invocation: where it goes, what goes in, and optionally where the results are to be written.</summary>
/// <remarks>A request may be used again and again, but by one call at a time. Its tensors stay the caller's.</remarks>
public sealed class InferenceRequest
{
    // What timers of .NET take, about 24.8 days, rounded down.
    internal static readonly TimeSpan MaxTimeout = TimeSpan.FromDays(24);

    /// <summary>Addresses an endpoint.</summary>
    /// <param name="endpoint">The endpoint's name.</param>
    public InferenceRequest(string endpoint)
    {
        ArgumentException.ThrowIfNullOrEmpty(endpoint);
        Endpoint = endpoint;
    }

    /// <summary>The endpoint's name.</summary>
    public string Endpoint { get; }

    /// <summary>
    /// The container to call. Required on a <see cref="InvocationMode.Direct"/> endpoint and refused on a
    /// <see cref="InvocationMode.Serial"/> one, as SageMaker's <c>TargetContainerHostname</c>.
    /// </summary>
    public string? TargetContainer
    {
        get;
        set
        {
            field = value;
            Route = default;
        }
    }

    /// <summary>
    /// The inputs, by name or by position. Keep them until the call completes: one that is disposed meanwhile is held where
    /// the model reads it, and the call ends with its answer or with an <see cref="ObjectDisposedException"/>.
    /// </summary>
    public TensorCollection Inputs { get; init; } = [];

    /// <summary>
    /// Memory for outputs, by name or by position. Optional: outputs without memory come from a pool. Each must be
    /// writable contiguous host memory of the output's true shape, overlapping nothing.
    /// </summary>
    public TensorCollection Outputs { get; init; } = [];

    /// <summary>
    /// Where the names led last time, as positions in a numbered topology: a request that is sent again skips two look-ups,
    /// and holds no model alive.
    /// </summary>
    internal RequestRoute Route { get; set; }

    /// <summary>What follows it while somebody listens; kept for the next time it is sent.</summary>
    internal Observation? Observation { get; set; }

    /// <summary>When the call that runs must have ended, in the clock's timestamps; the largest number = never.</summary>
    internal long Deadline { get; set; } = long.MaxValue;

    /// <summary>Who goes first where requests wait. Default <see cref="RequestPriority.Normal"/>.</summary>
    public RequestPriority Priority { get; set; }

    /// <summary>
    /// The deadline, counted from the call: it covers waiting and running. Above zero; null (the default) = the container's
    /// <see cref="ContainerConfig.Timeout"/>. A request that waits leaves the queue at its deadline; a running model is told to stop,
    /// where its framework can, and an answer that is ready by then is given all the same.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Not above zero, or more than 24 days.</exception>
    public TimeSpan? Timeout
    {
        get;
        set
        {
            if (value is { } given && (given <= TimeSpan.Zero || given > MaxTimeout))
                throw new ArgumentOutOfRangeException(nameof(value), given, "A timeout is above zero and at most 24 days; null is none.");
            field = value;
        }
    }

    /// <summary>
    /// On whose behalf the request is made: where requests of one priority wait, callers are served in turn, however many requests
    /// each has waiting. Null (the default) counts as one caller.
    /// </summary>
    public string? Caller { get; set; }

    /// <summary>Who makes the request, as the host has authenticated them. Null (the default) = nobody was asked.</summary>
    public ClaimsPrincipal? Principal { get; set; }

    /// <summary>A name for this invocation that comes back in logs and errors, as SageMaker's <c>InferenceId</c>.</summary>
    public string? InferenceId { get; set; }
}
