namespace Mce;

/// <summary>A rule that turns observations into a number of replicas. Immutable.</summary>
public abstract record ScalingPolicy
{
    internal ScalingPolicy()
    {
    }

    /// <summary>The policy's name, for decisions and logs; unique among its target's policies.</summary>
    public required string Name { get; init; }
}
