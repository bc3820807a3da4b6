using static Mce.Core.Tests.Scaling.Policies;

namespace Mce.Core.Tests.Scaling;

public class AutoscalerTests
{
    private static readonly ScalingConfig Fast = ScalingConfig.Fast with { Policies = [Track(70)] };
    private static readonly TargetTrackingPolicy Invocations = new() { Name = "load", Metric = ScalingMetric.InvocationsPerReplica, TargetValue = 60 };

    [Fact]
    public async Task Run_OncePerInterval_ObservesEachTargetOnce()
    {
        var quick = new FakeTarget("quick", Fast);
        var slow = new FakeTarget("slow", Fast with { ObservationInterval = TimeSpan.FromSeconds(5) });
        await using ScalerHarness scaler = new ScalerHarness(quick, slow).With("m0", static (_, _) => new(70.0)).Start();
        await scaler.NextAsync();
        await scaler.NextAsync();

        for (int second = 1; second <= 4; second++) Assert.Equal("quick", (await scaler.AfterAsync(1)).Container);
        await scaler.AfterAsync(1);
        await scaler.NextAsync();

        Assert.Equal((6, 2), (quick.Samples, slow.Samples));
        Assert.True(scaler.HasNone);
    }

    [Fact]
    public async Task Run_MoreIsWanted_ScalesTheTarget()
    {
        var scaled = new TaskCompletionSource<int>();
        var target = new FakeTarget("c", Fast) { OnScale = (desired, _) => Complete(scaled, desired) };
        await using ScalerHarness scaler = new ScalerHarness(target).With("m0", static (_, _) => new(210.0)).Start();

        ScalingDecision decision = await scaler.NextAsync();

        Assert.Equal((1, 3, "p0"), (decision.From, decision.To, decision.Policy));
        Assert.Equal(3, await scaled.Task);
        Assert.Contains("Scaling of container 'c' of endpoint 'e': out from 1 to 3", scaler.Log.Of(200).Single());
    }

    [Fact]
    public async Task Run_TargetReplacedByALiveChange_KeepsCooldownsAndHasNoNegativeRate()
    {
        ScalingConfig config = ScalingConfig.Aws with { Policies = [Invocations] };
        var before = new FakeTarget("c", config) { Load = Load(2, 2, completed: 1_000) };
        await using ScalerHarness scaler = new ScalerHarness(before).Start();
        await scaler.NextAsync();
        before.Load = Load(2, 2, completed: 1_240);
        Assert.Equal(4, (await scaler.AfterAsync(60)).To);

        // Another container under the same name, whose counters begin at nothing; the load is as before.
        var after = new FakeTarget("c", config) { Load = Load(4, 4, completed: 5) };
        scaler.Targets = [after];
        scaler.Scaler.Refresh();
        Assert.Equal((null, 4), await scaler.AfterAsync(60) is var first ? (first.Value, first.To) : default);
        after.Load = Load(4, 4, completed: 5 + 300);

        ScalingDecision decision = await scaler.AfterAsync(60);
        Assert.Equal((75, 4, true), (decision.Value, decision.To, decision.IsHeld));
    }

    [Fact]
    public async Task Run_ObservingFails_IsLoggedAndGoesOn()
    {
        bool fails = true;
        var tried = new TaskCompletionSource<int>();
        var target = new FakeTarget("c", Fast)
        {
            OnSample = load =>
            {
                if (!fails) return load;
                tried.TrySetResult(0);
                throw new InvalidOperationException("no");
            },
        };
        await using ScalerHarness scaler = new ScalerHarness(target).With("m0", static (_, _) => new(70.0)).Start();
        await tried.Task;
        fails = false;

        Assert.Equal(1, (await scaler.AfterAsync(1)).To);
        Assert.Single(scaler.Log.Of(201));
    }

    [Fact]
    public async Task Run_ScalingFails_IsLoggedAndDecidedAnew()
    {
        var scaled = new TaskCompletionSource<int>();
        int calls = 0;
        FakeTarget target = null!;
        target = new FakeTarget("c", Fast)
        {
            OnScale = (desired, _) =>
            {
                if (++calls > 1) return Complete(scaled, desired);
                target.Load = Load(1, 1);
                throw new InvalidOperationException("no memory");
            },
        };
        await using ScalerHarness scaler = new ScalerHarness(target).With("m0", static (_, _) => new(140.0)).Start();
        await scaler.NextAsync();
        // The action runs beside the loop: at a later look the load is as the failure left it.
        while (!scaled.Task.IsCompleted) await scaler.AfterAsync(1);

        Assert.Equal(2, await scaled.Task);
        // The failure is logged beside the loop, too: maybe after the next try.
        while (!scaler.Log.Of(202).Any()) await Task.Yield();
        Assert.Contains("could not be scaled to 2 replicas", scaler.Log.Of(202).Single());
    }

    [Fact]
    public async Task Run_ScalingStillRuns_GoesOnObservingAndTheNewestCounts()
    {
        var gate = new TaskCompletionSource();
        var second = new TaskCompletionSource<int>();
        double value = 140;
        var target = new FakeTarget("c", Fast) { OnScale = (desired, _) => desired == 2 ? gate.Task : Complete(second, desired) };
        await using ScalerHarness scaler = new ScalerHarness(target).With("m0", (_, _) => new(Volatile.Read(ref value))).Start();
        Assert.Equal(2, (await scaler.NextAsync()).To);

        // Two are being made, one is in service.
        Volatile.Write(ref value, 350);
        while (target.Load.Desired != 2) await Task.Yield();
        Assert.Equal(5, (await scaler.AfterAsync(1)).To);

        Assert.Equal(5, await second.Task);
        gate.SetResult();
    }

    [Theory]
    [InlineData("throws", "its callback failed")]
    [InlineData("nan", "its callback gave NaN")]
    [InlineData("null", "its callback gave none")]
    [InlineData("negative", "its callback gave -1")]
    public async Task Run_CustomMetricHasNoValue_IsMissingDataAndOneLine(string how, string problem)
    {
        var target = new FakeTarget("c", Fast) { Load = Load(3, 3) };
        string now = how;
        await using ScalerHarness scaler = new ScalerHarness(target).With("m0", (_, _) => now switch
        {
            "throws" => throw new InvalidOperationException("lost"),
            "nan" => new(double.NaN),
            "negative" => new(-1.0),
            "null" => new((double?)null),
            _ => new(70.0),
        }).Start();

        Assert.Equal(PolicyOutcome.Missing, (await scaler.NextAsync()).Evaluations.Single().Outcome);
        Assert.Equal(3, (await scaler.AfterAsync(1)).To);
        Assert.Equal(3, (await scaler.AfterAsync(1)).To);
        Assert.Contains(problem, scaler.Log.Of(203).Single());

        now = "good";
        Assert.Equal(70, (await scaler.AfterAsync(1)).Value);
        Assert.Single(scaler.Log.Of(204));
    }

    [Fact]
    public async Task Run_CustomMetricDoesntAnswer_IsMissingAndNotAskedAgainMeanwhile()
    {
        var asked = new TaskCompletionSource();
        var answer = new TaskCompletionSource<double?>();
        int calls = 0;
        CancellationToken token = default;
        var target = new FakeTarget("c", Fast);
        await using ScalerHarness scaler = new ScalerHarness(target).With("m0", (_, cancellation) =>
        {
            if (Interlocked.Increment(ref calls) > 1) return new(70.0);
            token = cancellation;
            asked.SetResult();
            return new(answer.Task);
        }).Start();
        await asked.Task;

        // The question's patience is a timer of the fake clock, which may not have been set yet: move until the decision is there.
        while (scaler.HasNone)
        {
            scaler.Time.Advance(TimeSpan.FromMilliseconds(500));
            await Task.Yield();
        }

        Assert.Equal(PolicyOutcome.Missing, (await scaler.NextAsync()).Evaluations.Single().Outcome);
        Assert.True(token.IsCancellationRequested);
        Assert.Null((await scaler.AfterAsync(1)).Value);
        Assert.Equal(1, calls);

        answer.SetResult(500);
        ScalingDecision decision;
        do decision = await scaler.AfterAsync(1);
        while (decision.Value is null);
        Assert.Equal(70, decision.Value);
    }

    [Fact]
    public async Task Hook_Vetoes_NothingIsDone()
    {
        var target = new FakeTarget("c", Fast) { OnScale = static (_, _) => throw new InvalidOperationException("not to be called") };
        await using ScalerHarness scaler = new ScalerHarness(target)
            .With("m0", static (_, _) => new(210.0))
            .With(new FakeHook(static (decision, _) => new(ScalingVerdict.Veto("frozen until the release"))))
            .Start();

        ScalingDecision decision = await scaler.NextAsync();
        await scaler.AfterAsync(1);
        await scaler.Scaler.StopAsync();

        Assert.Equal((ScalingAction.Stay, 1, nameof(FakeHook)), (decision.Action, decision.To, decision.ChangedBy));
        Assert.Contains("since frozen until the release", decision.Reason);
        Assert.Empty(scaler.Log.Of(202));
    }

    [Fact]
    public async Task Hooks_Several_EachGetsWhatTheOneBeforeLeft()
    {
        var scaled = new TaskCompletionSource<int>();
        var seen = new List<int>();
        var target = new FakeTarget("c", Fast) { OnScale = (desired, _) => Complete(scaled, desired) };
        await using ScalerHarness scaler = new ScalerHarness(target)
            .With("m0", static (_, _) => new(700.0))
            .With(new FakeHook((decision, _) => Note(seen, decision, ScalingVerdict.ScaleTo(6, "the budget"))))
            .With(new FakeHook((decision, _) => Note(seen, decision, ScalingVerdict.Accept)))
            .Start();

        Assert.Equal(6, (await scaler.NextAsync()).To);
        Assert.Equal(6, await scaled.Task);
        Assert.Equal([10, 6], seen);
    }

    [Fact]
    public async Task Hook_Throws_TheDecisionStands()
    {
        var scaled = new TaskCompletionSource<int>();
        var target = new FakeTarget("c", Fast) { OnScale = (desired, _) => Complete(scaled, desired) };
        await using ScalerHarness scaler = new ScalerHarness(target)
            .With("m0", static (_, _) => new(140.0))
            .With(new FakeHook(static (_, _) => throw new InvalidOperationException("oops")))
            .Start();

        Assert.Equal(2, await scaled.Task);
        Assert.Contains("the decision stands", scaler.Log.Of(205).Single());
    }

    [Fact]
    public async Task Hook_IsSlow_HoldsUpNoOtherTarget()
    {
        var asked = new TaskCompletionSource();
        var gate = new TaskCompletionSource<ScalingVerdict>();
        FakeTarget held = new("held", Fast), free = new("free", Fast);
        await using ScalerHarness scaler = new ScalerHarness(held, free)
            .With("m0", static (_, _) => new(70.0))
            .With(new FakeHook((decision, _) =>
            {
                if (decision.Container != "held") return new(ScalingVerdict.Accept);
                asked.TrySetResult();
                return new(gate.Task);
            }))
            .Start();
        await asked.Task;
        Assert.Equal("free", (await scaler.NextAsync()).Container);

        for (int i = 0; i < 5; i++) Assert.Equal("free", (await scaler.AfterAsync(1)).Container);
        Assert.Equal(1, held.Samples);

        gate.SetResult(ScalingVerdict.Accept);
        Assert.Equal("held", (await scaler.NextAsync()).Container);
    }

    [Fact]
    public async Task Subscriber_Throws_IsLoggedAndTheDecisionStands()
    {
        var scaled = new TaskCompletionSource<int>();
        var target = new FakeTarget("c", Fast) { OnScale = (desired, _) => Complete(scaled, desired) };
        await using var scaler = new ScalerHarness(target) { OnDecision = static _ => throw new InvalidOperationException("oops") };
        scaler.With("m0", static (_, _) => new(140.0)).Start();

        Assert.Equal(2, await scaled.Task);
        Assert.Single(scaler.Log.Of(208));
    }

    [Fact]
    public async Task StopAsync_WhileAHookIsAsked_EndsItAndScalesNothing()
    {
        var asked = new TaskCompletionSource<CancellationToken>();
        var target = new FakeTarget("c", Fast) { OnScale = static (_, _) => throw new InvalidOperationException("not to be called") };
        await using ScalerHarness scaler = new ScalerHarness(target)
            .With("m0", static (_, _) => new(140.0))
            .With(new FakeHook((_, token) =>
            {
                asked.SetResult(token);
                return new(new TaskCompletionSource<ScalingVerdict>().Task); // never
            }))
            .Start();
        CancellationToken given = await asked.Task;

        await scaler.Scaler.StopAsync();

        Assert.True(given.IsCancellationRequested);
        Assert.Empty(scaler.Log.Of(202));
        Assert.Empty(scaler.Log.Of(207));
    }

    [Fact]
    public async Task StopAsync_WhileReplicasAreMade_CancelsThat()
    {
        var making = new TaskCompletionSource();
        var target = new FakeTarget("c", Fast)
        {
            OnScale = async (_, token) =>
            {
                making.SetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, token);
            },
        };
        await using ScalerHarness scaler = new ScalerHarness(target).With("m0", static (_, _) => new(140.0)).Start();
        await making.Task;

        await scaler.Scaler.StopAsync();
        int samples = target.Samples;
        scaler.Time.Advance(TimeSpan.FromMinutes(1));
        scaler.Scaler.Refresh();

        Assert.Equal(samples, target.Samples);
    }

    [Fact]
    public async Task Refresh_TargetsComeAndGo_AreFollowed()
    {
        FakeTarget a = new("a", Fast), b = new("b", Fast);
        await using ScalerHarness scaler = new ScalerHarness().With("m0", static (_, _) => new(70.0)).Start();
        Assert.True(scaler.HasNone);

        scaler.Targets = [a];
        scaler.Scaler.Refresh();
        Assert.Equal("a", (await scaler.NextAsync()).Container);
        scaler.Targets = [b];
        scaler.Scaler.Refresh();
        Assert.Equal("b", (await scaler.NextAsync()).Container);

        Assert.Equal("b", (await scaler.AfterAsync(1)).Container);
        Assert.Equal("b", (await scaler.AfterAsync(1)).Container);
        Assert.Equal(1, a.Samples);
    }

    private static ValueTask<ScalingVerdict> Note(List<int> seen, ScalingDecision decision, ScalingVerdict verdict)
    {
        seen.Add(decision.To);
        return new(verdict);
    }

    private static Task Complete(TaskCompletionSource<int> source, int value)
    {
        source.TrySetResult(value);
        return Task.CompletedTask;
    }
}
