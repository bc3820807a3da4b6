namespace Mce;

/// <summary>What a policy does while its metric has no value.</summary>
public enum MissingData
{
    /// <summary>It asks for nothing, and as it isn't known to be ready, nothing is taken away either: missing data is not low load.</summary>
    NoScaling,

    /// <summary>It has no say: the other policies decide.</summary>
    Ignore,

    /// <summary>The value counts as 0: for metrics that are only reported when something happens.</summary>
    TreatAsZero,
}
