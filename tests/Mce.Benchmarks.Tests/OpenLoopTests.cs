using System.Diagnostics;

namespace Mce.Benchmarks.Tests;

public class OpenLoopTests
{
    private static readonly TimeSpan Duration = TimeSpan.FromMilliseconds(500);

    [Fact]
    public async Task Run_ATargetThatAnswersNothingYet_StillGetsEveryCall()
    {
        const int Rate = 400;
        var gate = new TaskCompletionSource<LoadOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var target = new GatedTarget(gate.Task);
        long began = Stopwatch.GetTimestamp();
        var loop = new OpenLoop(target, new Arrivals(Rate, isPoisson: false, began), senders: 2);
        Task<LoadTimeline> run = Task.Factory.StartNew(() => loop.Run(TimeSpan.Zero, Duration), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

        // Many more calls than senders are there, though none was answered.
        await target.WaitForAsync(20);
        gate.SetResult(LoadOutcome.Answered);
        LoadTimeline timeline = await run;

        Assert.Equal(0, loop.Lost);
        // Calls are due from before the loop begins, which may take its time, to its end.
        Assert.InRange(target.Calls + loop.Unsent, (Rate * Duration.TotalSeconds) - 1, (Rate * Stopwatch.GetElapsedTime(began).TotalSeconds) + 1);
        Assert.InRange(timeline.Total().Latency.Count, 1, target.Calls);
    }

    [Fact]
    public async Task Run_ATargetThatHoldsUpItsSender_LatenciesShowTheWaitOfThoseBehind()
    {
        // Each call takes ten times as long as the distance between two: with one sender, the last ones are late by almost the whole time.
        await using var target = new BusyTarget(TimeSpan.FromMilliseconds(10));
        var loop = new OpenLoop(target, new Arrivals(1_000, isPoisson: false, Stopwatch.GetTimestamp()), senders: 1);
        LoadTimeline timeline = loop.Run(TimeSpan.Zero, Duration);

        double longest = LoadSummary.Milliseconds(timeline.Total().Latency.Max);
        Assert.InRange(longest, Duration.TotalMilliseconds * 0.7, Duration.TotalMilliseconds);
        Assert.InRange(LoadSummary.Milliseconds(loop.Lateness.Max), longest * 0.9, double.MaxValue);
        Assert.True(loop.Unsent > 0);
    }

    [Fact]
    public async Task Run_ClosedLoopOnTheSameTarget_CountsOneCallAfterTheOther()
    {
        await using var target = new BusyTarget(TimeSpan.FromMilliseconds(5));
        LoadWindow total = ClosedLoop.Run(target, callers: 2, TimeSpan.Zero, Duration).Total();

        Assert.InRange(total[LoadOutcome.Answered], 1, 2 * (Duration / TimeSpan.FromMilliseconds(5)));
        Assert.InRange(LoadSummary.Milliseconds(total.Latency.At(0)), 4.9, double.MaxValue);
    }

    private sealed class GatedTarget(Task<LoadOutcome> gate) : ILoadTarget, ILoadCaller
    {
        private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _calls;
        private int _wanted = int.MaxValue;

        public int Calls => Volatile.Read(ref _calls);

        public string Description => "gated";

        public ILoadCaller CreateCaller() => this;

        public Task WaitForAsync(int calls)
        {
            Volatile.Write(ref _wanted, calls);
            if (Calls >= calls) _reached.TrySetResult();
            return _reached.Task;
        }

        public async ValueTask<LoadOutcome> CallAsync()
        {
            if (Interlocked.Increment(ref _calls) >= Volatile.Read(ref _wanted)) _reached.TrySetResult();
            return await gate;
        }

        public ValueTask DisposeAsync() => default;
    }

    private sealed class BusyTarget(TimeSpan time) : ILoadTarget, ILoadCaller
    {
        public string Description => "busy";

        public ILoadCaller CreateCaller() => this;

        public ValueTask<LoadOutcome> CallAsync()
        {
            long began = Stopwatch.GetTimestamp();
            while (Stopwatch.GetElapsedTime(began) < time) Thread.SpinWait(50);
            return new(LoadOutcome.Answered);
        }

        public ValueTask DisposeAsync() => default;
    }
}
