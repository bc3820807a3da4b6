namespace Mce;

/// <summary>How many replicas a target gets, and why. Immutable.</summary>
/// <remarks>There is one for each observation, also when nothing changes.</remarks>
public sealed record ScalingDecision
{
    /// <summary>The endpoint's name.</summary>
    public required string Endpoint { get; init; }

    /// <summary>The container's name; null when the endpoint as a whole is scaled.</summary>
    public string? Container { get; init; }

    /// <summary>The time of the observation.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Replicas that are wanted so far.</summary>
    public required int From { get; init; }

    /// <summary>Replicas that are wanted from now on.</summary>
    public required int To { get; init; }

    /// <summary>Whether that is more, less or the same.</summary>
    public ScalingAction Action => To > From ? ScalingAction.Out : To < From ? ScalingAction.In : ScalingAction.Stay;

    /// <summary>The policy that decided, or would have but for a cooldown; null = none (a bound, a waiting request, nothing to do).</summary>
    public string? Policy { get; init; }

    /// <summary>That policy's metric.</summary>
    public string? Metric { get; init; }

    /// <summary>The metric's value; null = missing.</summary>
    public double? Value { get; init; }

    /// <summary>That policy's target or threshold.</summary>
    public double? Target { get; init; }

    /// <summary>What was wanted before bounds and cooldowns.</summary>
    public required int Wanted { get; init; }

    /// <summary>The fewest replicas allowed at that time, by the instance groups and the schedule.</summary>
    public required int Minimum { get; init; }

    /// <summary>The most replicas allowed at that time.</summary>
    public required int Maximum { get; init; }

    /// <summary>The bound that changed what was wanted.</summary>
    public ScalingBound Bound { get; init; }

    /// <summary>Whether a cooldown held it.</summary>
    public bool IsHeld { get; init; }

    /// <summary>When the cooldown that held it ends; null = none did, or its activity hasn't completed yet.</summary>
    public DateTimeOffset? HeldUntil { get; init; }

    /// <summary>The type of the hook that changed it; null = none.</summary>
    public string? ChangedBy { get; init; }

    /// <summary>What each policy made of the observation, in the order of the configuration.</summary>
    public IReadOnlyList<PolicyEvaluation> Evaluations { get; init; } = [];

    /// <summary>The reason in words.</summary>
    public string Reason
    {
        // When somebody reads it: mostly nothing changes, and nobody does.
        get => field ??= ScalingRules.Explain(this);
        init;
    }

    /// <summary>What the policy made of the observation; null = no policy.</summary>
    internal PolicyOutcome? Outcome { get; init; }

    /// <summary>Whether it is there because a request waits and there is no replica.</summary>
    internal bool IsWake { get; init; }

    /// <summary>Whether it is a policy's change, so that cooldowns count from it; bounds and waking requests begin none.</summary>
    internal bool IsPolicys { get; init; }
}
