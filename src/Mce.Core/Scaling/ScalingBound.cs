namespace Mce;

/// <summary>What kept a decision from what was wanted.</summary>
public enum ScalingBound
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The fewest replicas allowed.</summary>
    Minimum,

    /// <summary>The most replicas allowed.</summary>
    Maximum,

    /// <summary>The last replica stays: requests came within <see cref="ScalingConfig.IdleBeforeZero"/>.</summary>
    Awake,
}
