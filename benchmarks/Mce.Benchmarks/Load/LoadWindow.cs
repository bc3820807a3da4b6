namespace Mce.Benchmarks;

/// <summary>What ended within one stretch of time. Thread-safe.</summary>
internal sealed class LoadWindow
{
    private readonly long[] _counts = new long[Enum.GetValues<LoadOutcome>().Length];

    /// <summary>The latencies of answered calls.</summary>
    public LatencyHistogram Latency { get; } = new();

    public long this[LoadOutcome outcome] => Volatile.Read(ref _counts[(int)outcome]);

    public void Record(LoadOutcome outcome, long ticks)
    {
        Interlocked.Increment(ref _counts[(int)outcome]);
        if (outcome == LoadOutcome.Answered) Latency.Record(ticks);
    }

    public void Add(LoadWindow other)
    {
        for (int i = 0; i < _counts.Length; i++) _counts[i] += other._counts[i];
        Latency.Add(other.Latency);
    }
}
