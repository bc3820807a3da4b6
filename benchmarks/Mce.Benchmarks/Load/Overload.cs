using System.Globalization;

namespace Mce.Benchmarks;

/// <summary>Twice as many calls as can be answered: how many still are, and how soon the others hear that they are not.</summary>
/// <remarks>
/// The generator shares the cores with the server, and what it costs to refuse falls on the goodput. A deadline counts from when the call
/// was due, and only answers seen by then count as good.
/// </remarks>
internal static class Overload
{
    private const int Rows = 192; // about a millisecond to compute
    private static readonly TimeSpan Deadline = TimeSpan.FromMilliseconds(100);

    public static IEnumerable<Figure> Measure()
    {
        // Room for few: what gets in waits less than its deadline, the rest is refused.
        var few = new OverloadRun(new ServerTargetOptions { Rows = Rows, QueueLength = 32, Deadline = Deadline });
        few.Run();
        yield return Goodput("overload.goodput", few, "a queue of 32");
        yield return Time("overload.rejection_ms", few.Rejection, 0.5, 1, "from a call to its refusal, median");

        // Room for more than can be answered in time: what waits in vain leaves at its deadline.
        var many = new OverloadRun(new ServerTargetOptions { Rows = Rows, QueueLength = 1_000, Deadline = Deadline });
        many.Run();
        yield return Goodput("overload.goodput.long", many, "a queue of 1,000");
        yield return Time("deadline.lateness_ms", many.Lateness, 0.99, 20, "from the deadline of a waiting call to its error, p99");
    }

    private static Figure Goodput(string name, OverloadRun run, string queue)
    {
        string reason = string.Create(
            CultureInfo.InvariantCulture,
            $"answers within {Deadline.TotalMilliseconds:0} ms at twice the peak of {run.PeakRate:N0}/s, {queue}; latency p50 {Milliseconds(run.Latency, 0.5):0.0} ms, p99 {Milliseconds(run.Latency, 0.99):0.0} ms{(run.Failed > 0 ? $"; {run.Failed} FAILED" : "")}");
        return new Figure(name, run.Failed > 0 ? double.NaN : run.Goodput, 0.95, reason) { IsAtLeast = true };
    }

    private static Figure Time(string name, LatencyHistogram times, double quantile, double target, string what)
    {
        string reason = string.Create(CultureInfo.InvariantCulture, $"{what}; p50 {Milliseconds(times, 0.5):0.000}, p99 {Milliseconds(times, 0.99):0.00}, max {LoadSummary.Milliseconds(times.Max):0.0}; {times.Count:N0} of them");
        return new Figure(name, times.Count > 0 ? Milliseconds(times, quantile) : double.NaN, target, reason);
    }

    private static double Milliseconds(LatencyHistogram times, double quantile) => LoadSummary.Milliseconds(times.At(quantile));
}
