using System.Numerics;

namespace Mce.Benchmarks;

/// <summary>Counts of durations in buckets whose width grows with the duration: every quantile is right to within 0.4 %. Thread-safe.</summary>
/// <remarks>From 0 to 2^40 stopwatch ticks (18 minutes in nanoseconds); longer ones count as that.</remarks>
internal sealed class LatencyHistogram
{
    // Each doubling of the duration has as many buckets: the first are one tick wide, then two, then four.
    private const int SubBits = 7;
    private const int SubBuckets = 1 << SubBits;
    private const int MaxBits = 40;

    private readonly long[] _counts = new long[(MaxBits - SubBits + 1) * SubBuckets];
    private long _max;

    public long Count
    {
        get
        {
            long sum = 0;
            foreach (long count in _counts) sum += count;
            return sum;
        }
    }

    /// <summary>The longest, exactly.</summary>
    public long Max => Volatile.Read(ref _max);

    public void Record(long ticks)
    {
        ticks = Math.Clamp(ticks, 0, (1L << MaxBits) - 1);
        Interlocked.Increment(ref _counts[BucketOf(ticks)]);
        long seen = Volatile.Read(ref _max);
        while (ticks > seen)
        {
            long found = Interlocked.CompareExchange(ref _max, ticks, seen);
            if (found == seen) break;
            seen = found;
        }
    }

    public void Add(LatencyHistogram other)
    {
        for (int i = 0; i < _counts.Length; i++) _counts[i] += other._counts[i];
        _max = Math.Max(_max, other._max);
    }

    /// <summary>The duration that a share of all doesn't exceed; 0 when there are none.</summary>
    /// <param name="quantile">From 0 to 1.</param>
    public long At(double quantile)
    {
        long wanted = Math.Max(1, (long)Math.Ceiling(quantile * Count)), sum = 0;
        for (int i = 0; i < _counts.Length; i++)
        {
            sum += _counts[i];
            if (sum >= wanted) return Math.Min(MiddleOf(i), _max);
        }

        return _max;
    }

    /// <summary>The filled buckets: the middle of each, and its count.</summary>
    public IEnumerable<(long Ticks, long Count)> Buckets() => _counts.Index().Where(c => c.Item > 0).Select(c => (MiddleOf(c.Index), c.Item));

    private static int BucketOf(long ticks)
    {
        int shift = Math.Max(0, BitOperations.Log2((ulong)ticks | 1) - SubBits);
        return (shift * SubBuckets) + (int)(ticks >> shift);
    }

    private static long MiddleOf(int bucket)
    {
        int shift = Math.Max(0, (bucket / SubBuckets) - 1);
        return ((long)(bucket - (shift * SubBuckets)) << shift) + ((1L << shift) / 2);
    }
}
