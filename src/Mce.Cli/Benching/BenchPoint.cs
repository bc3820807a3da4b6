using System.Text.Json.Serialization;

namespace Mce.Cli.Benching;

/// <summary>What was measured for one batch size and one number of callers. Times in milliseconds.</summary>
/// <param name="Batch">Rows a call, as its inputs had them; null = they have none, or no number in common.</param>
/// <param name="Concurrency">Callers at a time, each sending its next call when the last one is answered.</param>
/// <param name="Calls">How many calls were timed, over all callers.</param>
/// <param name="CallsPerSecond">Over all callers.</param>
/// <param name="RowsPerSecond">The same times the batch; null = there is no batch.</param>
/// <param name="P50">Half of the calls took no longer.</param>
/// <param name="P90">Nine of ten calls.</param>
/// <param name="P99">99 of 100 calls.</param>
/// <param name="P999">999 of 1,000 calls.</param>
/// <param name="Max">The slowest call.</param>
/// <param name="BytesPerCall">Managed memory that a call allocates on its caller's thread.</param>
internal sealed record BenchPoint(
    long? Batch,
    int Concurrency,
    long Calls,
    double CallsPerSecond,
    double? RowsPerSecond,
    double P50,
    double P90,
    double P99,
    double P999,
    double Max,
    double BytesPerCall)
{
    /// <summary>What points of one model are compared by: rows a second, or calls where a call has no rows.</summary>
    [JsonIgnore]
    public double Throughput => RowsPerSecond ?? CallsPerSecond;

    /// <summary>Sums up the latencies of all callers.</summary>
    /// <param name="batch">Rows a call; null = it has none.</param>
    /// <param name="concurrency">Callers.</param>
    /// <param name="milliseconds">Of each call; is sorted.</param>
    /// <param name="seconds">How long all of it took.</param>
    /// <param name="bytes">Allocated by all of it.</param>
    public static BenchPoint Of(long? batch, int concurrency, double[] milliseconds, double seconds, long bytes)
    {
        Array.Sort(milliseconds);
        double rate = milliseconds.Length / seconds;
        return new BenchPoint(
            batch,
            concurrency,
            milliseconds.Length,
            rate,
            rate * batch,
            Quantile(milliseconds, 0.5),
            Quantile(milliseconds, 0.9),
            Quantile(milliseconds, 0.99),
            Quantile(milliseconds, 0.999),
            milliseconds[^1],
            (double)bytes / milliseconds.Length);
    }

    /// <summary>The smallest measured value that at least that share of all values doesn't exceed: never one that nobody saw.</summary>
    public static double Quantile(ReadOnlySpan<double> sorted, double share) =>
        sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)];
}
