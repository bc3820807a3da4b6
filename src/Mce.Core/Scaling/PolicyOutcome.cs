namespace Mce;

/// <summary>What a policy makes of an observation.</summary>
public enum PolicyOutcome
{
    /// <summary>The capacity is right: nothing is to be taken away.</summary>
    Stay,

    /// <summary>It wants more.</summary>
    Out,

    /// <summary>It wants less.</summary>
    In,

    /// <summary>It would want more or less, and a cooldown holds it.</summary>
    CoolingDown,

    /// <summary>It would want less, and hasn't seen the whole window yet.</summary>
    Warming,

    /// <summary>It has no say: no step fits, its scale-in is disabled, or data is missing and it ignores that.</summary>
    None,

    /// <summary>Its metric has no value: no scaling.</summary>
    Missing,
}
