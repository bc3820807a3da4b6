using System.Collections.Concurrent;
using System.Diagnostics;

namespace Mce.Benchmarks;

/// <summary>
/// Sends calls when they are due and never waits for answers. A latency counts from the moment the call was due, so that a server that
/// holds up its callers can't hide the calls that they would have made (no coordinated omission).
/// </summary>
/// <remarks>
/// The server computes on its caller's thread where a replica is free, so no thread may be the only one that sends: there are several
/// more senders than the target runs calls at a time, each takes the next due call, sleeps until then and sends it.
/// </remarks>
internal sealed class OpenLoop(ILoadTarget target, Arrivals arrivals, int senders)
{
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(30);

    private readonly ConcurrentStack<ILoadCaller> _idle = new();
    private LoadTimeline _timeline = null!;
    private int _pending;
    private int _unsent;

    /// <summary>How long after they were due calls were sent: what the generator itself adds.</summary>
    public LatencyHistogram Lateness { get; } = new();

    /// <summary>Calls that were due and couldn't be sent before the time was over: all senders were held up.</summary>
    public int Unsent => Volatile.Read(ref _unsent);

    /// <summary>Calls that had no end when the run was long over.</summary>
    public int Lost { get; private set; }

    /// <summary>Called with each end: how, when it was due, when it was sent, when its end was seen.</summary>
    public Action<LoadOutcome, long, long, long>? OnEnd { get; init; }

    public LoadTimeline Run(TimeSpan warmUp, TimeSpan duration, LoadProgress? progress = null)
    {
        long begins = Stopwatch.GetTimestamp() + (long)(warmUp.TotalSeconds * Stopwatch.Frequency);
        long ends = begins + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        _timeline = new LoadTimeline(begins, duration);
        Thread[] threads = [.. Enumerable.Range(0, senders).Select(_ => new Thread(() => Send(ends)) { IsBackground = true })];
        foreach (Thread thread in threads) thread.Start();
        progress?.Follow(begins, duration, _timeline);
        foreach (Thread thread in threads) thread.Join();

        long waited = Stopwatch.GetTimestamp();
        while (Volatile.Read(ref _pending) > 0 && Stopwatch.GetElapsedTime(waited) < DrainTime) PreciseSleep.For(TimeSpan.FromMilliseconds(1));
        Lost = Volatile.Read(ref _pending);
        return _timeline;
    }

    private void Send(long ends)
    {
        for (long due = arrivals.Next(); due < ends; due = arrivals.Next())
        {
            for (long now = Stopwatch.GetTimestamp(); now < due; now = Stopwatch.GetTimestamp()) PreciseSleep.For(Stopwatch.GetElapsedTime(now, due));
            if (Stopwatch.GetTimestamp() >= ends)
            {
                Interlocked.Increment(ref _unsent);
                continue;
            }

            Interlocked.Increment(ref _pending);
            ILoadCaller caller = _idle.TryPop(out ILoadCaller? idle) ? idle : target.CreateCaller();
            _ = CallAsync(caller, due);
        }
    }

    private async Task CallAsync(ILoadCaller caller, long due)
    {
        long sent = Stopwatch.GetTimestamp();
        LoadOutcome outcome = await caller.CallAsync().ConfigureAwait(false);
        long now = Stopwatch.GetTimestamp();
        if (sent >= _timeline.Begins) Lateness.Record(sent - due);
        _timeline.Record(outcome, due, now);
        OnEnd?.Invoke(outcome, due, sent, now);
        _idle.Push(caller);
        Interlocked.Decrement(ref _pending);
    }
}
