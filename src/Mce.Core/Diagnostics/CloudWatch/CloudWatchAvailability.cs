namespace Mce;

/// <summary>Whether <see cref="CloudWatchMetricsView"/> has a value for a metric of AWS.</summary>
public enum CloudWatchAvailability
{
    /// <summary>It is measured.</summary>
    Available,

    /// <summary>It is measured where the system gives it: a GPU, for example.</summary>
    WhereGiven,

    /// <summary>It belongs to a feature that the library doesn't have yet. There is no value, and none is made up.</summary>
    NotYet,
}
