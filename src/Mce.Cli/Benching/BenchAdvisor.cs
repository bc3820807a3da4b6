using System.Globalization;

namespace Mce.Cli.Benching;

/// <summary>Draws settings from measurements. A pure function: the same figures give the same advice.</summary>
internal static class BenchAdvisor
{
    /// <summary>Less than this is noise, and no reason for more instances, threads or rows.</summary>
    private const double Worthwhile = 1.1;
    private const double Percent = (Worthwhile - 1) * 100;

    /// <param name="points">At least one.</param>
    /// <param name="threads">The fastest try with more threads within a call; null = none was made.</param>
    public static IReadOnlyList<BenchAdvice> Advise(IReadOnlyList<BenchPoint> points, ThreadTrial? threads)
    {
        BenchPoint batch = BestBatch(points);
        BenchPoint instances = BestConcurrency(points, batch.Batch);
        var advice = new List<BenchAdvice> { Instances(points, instances) };
        if (batch.Batch is not null) advice.Add(Batch(points, batch));
        if (threads is not null) advice.Add(Threads(threads));
        advice.Add(Queue(instances));
        return advice;
    }

    // The fewest callers with which adding more no longer pays.
    private static BenchPoint BestConcurrency(IReadOnlyList<BenchPoint> points, long? batch)
    {
        BenchPoint[] candidates = [.. points.Where(p => p.Batch == batch).OrderBy(p => p.Concurrency)];
        double best = candidates.Max(p => p.Throughput);
        return candidates.First(p => p.Throughput * Worthwhile >= best);
    }

    private static BenchPoint BestBatch(IReadOnlyList<BenchPoint> points)
    {
        BenchPoint[] best = [.. points.GroupBy(p => p.Batch).Select(g => g.MaxBy(p => p.Throughput)!).OrderBy(p => p.Batch)];
        double most = best.Max(p => p.Throughput);
        return best.First(p => p.Throughput * Worthwhile >= most);
    }

    private static BenchAdvice Instances(IReadOnlyList<BenchPoint> points, BenchPoint chosen)
    {
        BenchPoint single = points.Where(p => p.Batch == chosen.Batch).MinBy(p => p.Concurrency)!;
        bool isMost = chosen.Concurrency == points.Max(p => p.Concurrency);
        string more = isMost ? "more weren't measured" : Text($"more bring less than {Percent:0} % on top");
        string why = chosen == single
            ? isMost ? "only this number of callers was measured" : Text($"more callers at a time bring less than {Percent:0} % more throughput")
            : Text($"{chosen.Concurrency} callers get {chosen.Throughput / single.Throughput:0.0}× the throughput of {single.Concurrency} (p99 {BenchText.Milliseconds(chosen.P99)} instead of {BenchText.Milliseconds(single.P99)}); {more}");
        return new BenchAdvice("InstanceCount", Text($"{chosen.Concurrency}"), why);
    }

    private static BenchAdvice Batch(IReadOnlyList<BenchPoint> points, BenchPoint chosen)
    {
        BenchPoint smallest = points.Where(p => p.Batch == points.Min(q => q.Batch)).MaxBy(p => p.Throughput)!;
        string why = chosen.Batch == smallest.Batch
            ? points.All(p => p.Batch == chosen.Batch) ? "only this size was measured" : Text($"larger batches bring less than {Percent:0} % more rows a second")
            : Text($"{chosen.Throughput:N0} rows a second instead of {smallest.Throughput:N0} with {smallest.Batch}; a call then takes {BenchText.Milliseconds(chosen.P50)} instead of {BenchText.Milliseconds(smallest.P50)}");
        return new BenchAdvice("batch size of the caller", Text($"{chosen.Batch}"), why);
    }

    private static BenchAdvice Threads(ThreadTrial trial)
    {
        double gain = trial.One.P50 / trial.Many.P50;
        return gain >= Worthwhile
            ? new BenchAdvice("IntraOpThreads", Text($"{trial.Threads}"), Text($"where single calls must be fast: a lone call takes {BenchText.Milliseconds(trial.Many.P50)} instead of {BenchText.Milliseconds(trial.One.P50)}; leave it at 1 where many calls run at a time"))
            : new BenchAdvice("IntraOpThreads", "1", Text($"{trial.Threads} threads within a call gain nothing: {BenchText.Milliseconds(trial.Many.P50)} instead of {BenchText.Milliseconds(trial.One.P50)}; run calls side by side instead"));
    }

    // Who waits longer than a second has mostly gone: better to refuse at once.
    private static BenchAdvice Queue(BenchPoint chosen) => new(
        "MaxQueueLength",
        Text($"{Math.Clamp(Math.Round(chosen.CallsPerSecond), 1, 1_000_000):0}"),
        Text($"at {chosen.CallsPerSecond:N0} calls a second a queue of that length is a wait of 1 s; set it to calls a second × the wait that callers bear"));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
