namespace Mce;

/// <summary>What becomes of several observations of a metric.</summary>
public enum MetricAggregation
{
    /// <summary>Their mean.</summary>
    Average,

    /// <summary>The smallest.</summary>
    Minimum,

    /// <summary>The largest.</summary>
    Maximum,
}
