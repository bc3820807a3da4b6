using System.Globalization;

namespace Mce.Cli.Benching;

/// <summary>Draws settings from measurements. A pure function: the same figures give the same advice.</summary>
internal static class BenchAdvisor
{
    /// <summary>Less than this is noise, and no reason for more instances, threads or rows.</summary>
    private const double Worthwhile = 1.1;

    /// <param name="points">At least one.</param>
    /// <param name="threads">The fastest try with more threads within a call; null = none was made.</param>
    public static IReadOnlyList<BenchAdvice> Advise(IReadOnlyList<BenchPoint> points, ThreadTrial? threads)
    {
        BenchPoint batch = BestBatch(points);
        BenchPoint instances = BestConcurrency(points, batch.Batch);
        var advice = new List<BenchAdvice> { Instances(points, instances), Batch(points, batch) };
        if (threads is not null) advice.Add(Threads(threads));
        advice.Add(Queue(instances));
        return advice;
    }

    // The fewest callers with which adding more no longer pays.
    private static BenchPoint BestConcurrency(IReadOnlyList<BenchPoint> points, int batch)
    {
        BenchPoint[] candidates = [.. points.Where(p => p.Batch == batch).OrderBy(p => p.Concurrency)];
        double best = candidates.Max(p => p.RowsPerSecond);
        return candidates.First(p => p.RowsPerSecond * Worthwhile >= best);
    }

    private static BenchPoint BestBatch(IReadOnlyList<BenchPoint> points)
    {
        BenchPoint[] best = [.. points.GroupBy(p => p.Batch).Select(g => g.MaxBy(p => p.RowsPerSecond)!).OrderBy(p => p.Batch)];
        double most = best.Max(p => p.RowsPerSecond);
        return best.First(p => p.RowsPerSecond * Worthwhile >= most);
    }

    private static BenchAdvice Instances(IReadOnlyList<BenchPoint> points, BenchPoint chosen)
    {
        BenchPoint single = points.Where(p => p.Batch == chosen.Batch).MinBy(p => p.Concurrency)!;
        string why = chosen == single
            ? Text($"more than {single.Concurrency} at a time brings less than {Worthwhile - 1:P0} more throughput")
            : Text($"{chosen.Concurrency} callers get {chosen.RowsPerSecond / single.RowsPerSecond:0.0}× the throughput of {single.Concurrency} (p99 {chosen.P99:0.###} ms instead of {single.P99:0.###} ms); more would bring less than {Worthwhile - 1:P0}");
        return new BenchAdvice("InstanceCount", Text($"{chosen.Concurrency}"), why);
    }

    private static BenchAdvice Batch(IReadOnlyList<BenchPoint> points, BenchPoint chosen)
    {
        BenchPoint smallest = points.Where(p => p.Batch == points.Min(q => q.Batch)).MaxBy(p => p.RowsPerSecond)!;
        string why = chosen.Batch == smallest.Batch
            ? points.All(p => p.Batch == chosen.Batch) ? "only this size was measured" : Text($"larger batches bring less than {Worthwhile - 1:P0} more rows a second")
            : Text($"{chosen.RowsPerSecond:N0} rows a second instead of {smallest.RowsPerSecond:N0} with {smallest.Batch}; a call then takes {chosen.P50:0.###} ms instead of {smallest.P50:0.###} ms");
        return new BenchAdvice("batch size of the caller", Text($"{chosen.Batch}"), why);
    }

    private static BenchAdvice Threads(ThreadTrial trial)
    {
        double gain = trial.One.P50 / trial.Many.P50;
        return gain >= Worthwhile
            ? new BenchAdvice("IntraOpThreads", Text($"{trial.Threads}"), Text($"where single calls must be fast: a lone call takes {trial.Many.P50:0.###} ms instead of {trial.One.P50:0.###} ms; leave it at 1 where many calls run at a time"))
            : new BenchAdvice("IntraOpThreads", "1", Text($"{trial.Threads} threads within a call gain nothing: {trial.Many.P50:0.###} ms instead of {trial.One.P50:0.###} ms; run calls side by side instead"));
    }

    // Who waits longer than a second has mostly gone: better to refuse at once.
    private static BenchAdvice Queue(BenchPoint chosen) => new(
        "MaxQueueLength",
        Text($"{Math.Clamp(Math.Round(chosen.CallsPerSecond), 1, 1_000_000):0}"),
        Text($"at {chosen.CallsPerSecond:N0} calls a second a queue of that length is a wait of 1 s; set it to calls a second × the wait that callers bear"));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
