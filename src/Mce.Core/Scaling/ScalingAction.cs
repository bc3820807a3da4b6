namespace Mce;

/// <summary>What a decision does.</summary>
public enum ScalingAction
{
    /// <summary>Nothing.</summary>
    Stay,

    /// <summary>Replicas are added.</summary>
    Out,

    /// <summary>Replicas are taken away.</summary>
    In,
}
