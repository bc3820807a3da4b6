namespace Mce;

/// <summary>What the adjustment of a step means.</summary>
public enum StepAdjustmentType
{
    /// <summary>So many replicas more, or fewer.</summary>
    ChangeInCapacity,

    /// <summary>
    /// So many percent of the capacity more, or fewer; fractions are rounded towards zero, and those under one replica to one.
    /// </summary>
    PercentChangeInCapacity,

    /// <summary>So many replicas; not negative.</summary>
    ExactCapacity,
}
