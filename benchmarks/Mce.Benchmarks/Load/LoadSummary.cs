using System.Diagnostics;

namespace Mce.Benchmarks;

/// <summary>What ended in a stretch of time, for reports. Latencies in milliseconds, of answered calls.</summary>
internal sealed record LoadSummary(long Answered, long Rejected, long Expired, long Failed, double P50, double P90, double P99, double P999, double Max)
{
    public static LoadSummary Of(LoadWindow window) => new(
        window[LoadOutcome.Answered],
        window[LoadOutcome.Rejected],
        window[LoadOutcome.Expired],
        window[LoadOutcome.Failed],
        Milliseconds(window.Latency.At(0.5)),
        Milliseconds(window.Latency.At(0.9)),
        Milliseconds(window.Latency.At(0.99)),
        Milliseconds(window.Latency.At(0.999)),
        Milliseconds(window.Latency.Max));

    public static double Milliseconds(long ticks) => ticks * 1_000.0 / Stopwatch.Frequency;
}
