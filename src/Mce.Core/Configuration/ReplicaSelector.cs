namespace Mce;

/// <summary>Which of several free replicas gets a request.</summary>
public enum ReplicaSelector
{
    /// <summary>The one that this processor core used last, else the first free one: caches stay warm, and spare replicas stay idle.</summary>
    MostRecentlyUsed,

    /// <summary>The one with the fewest running calls, for replicas of several slots.</summary>
    LeastOutstanding,

    /// <summary>Each in turn.</summary>
    RoundRobin,
}
