namespace Mce;

/// <summary>What an <see cref="IScalingHook"/> says to a decision. The default accepts it.</summary>
public readonly record struct ScalingVerdict
{
    /// <summary>The decision stands.</summary>
    public static ScalingVerdict Accept => default;

    /// <summary>Whether nothing is to change.</summary>
    public bool IsVeto { get; private init; }

    /// <summary>The replicas it asks for instead; null = none.</summary>
    public int? Replicas { get; private init; }

    /// <summary>Why; null when accepted.</summary>
    public string? Reason { get; private init; }

    /// <summary>Nothing is to change. The next observation decides anew, and no cooldown begins.</summary>
    /// <param name="reason">Why, for the decision and the log.</param>
    public static ScalingVerdict Veto(string reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        return new ScalingVerdict { IsVeto = true, Reason = reason };
    }

    /// <summary>Another number of replicas. It is brought within the decision's bounds.</summary>
    /// <param name="replicas">How many; not negative.</param>
    /// <param name="reason">Why, for the decision and the log.</param>
    public static ScalingVerdict ScaleTo(int replicas, string reason)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(replicas);
        ArgumentNullException.ThrowIfNull(reason);
        return new ScalingVerdict { Replicas = replicas, Reason = reason };
    }
}
