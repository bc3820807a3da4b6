using System.Diagnostics;

namespace Mce.Benchmarks;

/// <summary>Callers on threads of their own; each sends its next call when the last one has ended.</summary>
internal static class ClosedLoop
{
    public static LoadTimeline Run(ILoadTarget target, int callers, TimeSpan warmUp, TimeSpan duration, LoadProgress? progress = null)
    {
        long begins = Stopwatch.GetTimestamp() + (long)(warmUp.TotalSeconds * Stopwatch.Frequency);
        // One for each, so that counting is no traffic between cores.
        LoadTimeline[] timelines = [.. Enumerable.Range(0, callers).Select(_ => new LoadTimeline(begins, duration))];
        Thread[] threads = [.. timelines.Select(t => new Thread(() => Loop(target.CreateCaller(), t)) { IsBackground = true })];
        foreach (Thread thread in threads) thread.Start();
        progress?.Follow(begins, duration, timelines);
        foreach (Thread thread in threads) thread.Join();

        var all = new LoadTimeline(begins, duration);
        foreach (LoadTimeline timeline in timelines) all.Add(timeline);
        return all;
    }

    private static void Loop(ILoadCaller caller, LoadTimeline timeline)
    {
        long ends = timeline.Begins + (long)(timeline.Duration.TotalSeconds * Stopwatch.Frequency);
        for (long last = Stopwatch.GetTimestamp(); last < ends;)
        {
            ValueTask<LoadOutcome> call = caller.CallAsync();
            LoadOutcome outcome = call.IsCompleted ? call.Result : call.AsTask().GetAwaiter().GetResult();
            long now = Stopwatch.GetTimestamp();
            timeline.Record(outcome, last, now);
            last = now;
        }
    }
}
