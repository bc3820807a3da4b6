using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace Mce.Core.Tests.Scaling;

/// <summary>Scaling of the real engine, on a clock that the test moves.</summary>
public class EngineTests
{
    private const int Volume = 4; // requests per second, all day
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private static readonly ScalingConfig Pace = ScalingConfig.Fast with { ObservationInterval = Second, Window = Second, ScaleInCooldown = TimeSpan.Zero };

    private static readonly ScalingConfig Busy =
        Pace with { Policies = [new TargetTrackingPolicy { Name = "busy", Metric = ScalingMetric.ConcurrentRequestsPerReplica, TargetValue = 2 }] };

    [Fact]
    public async Task TrafficShiftsToTheHeavierContainer_EndpointWideMetricScalesNothing()
    {
        // Each of 2 replicas has half of the endpoint's 240 a minute, before and after.
        ScalingConfig load = Pace with { Policies = [new TargetTrackingPolicy { Name = "load", Metric = ScalingMetric.InvocationsPerReplica, TargetValue = 120 }] };
        await using var world = await World.StartAsync(endpoint: load, container: null);

        (int Light, int Heavy) before = await world.RunAsync(heavyPerSecond: 1, outstanding: 4, rounds: 8);
        (int Light, int Heavy) after = await world.RunAsync(heavyPerSecond: 3, outstanding: 12, rounds: 8);

        Assert.Equal(((2, 2), (2, 2)), (before, after));
        Assert.All(world.Decisions, d => Assert.Equal(ScalingAction.Stay, d.Action));
        Assert.Equal(120, world.Decisions[^1].Value);
    }

    [Fact]
    public async Task TrafficShiftsToTheHeavierContainer_PerContainerJustThatOneScales()
    {
        await using var world = await World.StartAsync(endpoint: null, container: Busy);

        (int Light, int Heavy) before = await world.RunAsync(heavyPerSecond: 1, outstanding: 4, rounds: 8);
        (int Light, int Heavy) after = await world.RunAsync(heavyPerSecond: 3, outstanding: 12, rounds: 8);

        // 4 at a time at 2 each, then 12.
        Assert.Equal((2, 6), (before.Heavy, after.Heavy));
        Assert.True(after.Light <= before.Light);
        Assert.All(world.Decisions.Where(d => d.Action == ScalingAction.Out), d => Assert.Equal("heavy", d.Container));
    }

    [Fact]
    public async Task IdleForLong_ScalesToZeroAndTheRequestThatWakesItIsAnswered()
    {
        var time = new FakeTimeProvider();
        var decisions = Channel.CreateUnbounded<ScalingDecision>();
        await using TestServer server = await TestServer.StartAsync(
            new ScriptedBackend().With("m", () => ScriptedModel.Add(1)),
            b => b.UseTimeProvider(time)
                .AddScalingHook(new FakeHook((decision, _) => Accept(decisions, decision)))
                .AddEndpoint("e", e => e.AddContainer("c", "scripted", "m", c => c
                    .WithInstances(0, 2, 1)
                    .WithScaling(Busy with { IdleBeforeZero = TimeSpan.FromMinutes(2), Window = Second }))),
            "m");

        ScalingDecision decision = await decisions.Reader.ReadAsync();
        for (int seconds = 0; decision.To > 0; seconds++)
        {
            Assert.True(seconds <= 121, decision.Reason);
            time.Advance(Second);
            decision = await decisions.Reader.ReadAsync();
        }

        await UntilAsync(() => server.Server.SampleOf("e", "c") is { Replicas: 0, Desired: 0 });
        Assert.Equal(2, await AskAsync(server.Server, "c"));
        time.Advance(Second);
        Assert.Equal((1, ScalingAction.Stay), await decisions.Reader.ReadAsync() is var next ? (next.To, next.Action) : default);
    }

    [Fact]
    public async Task ApplyAsync_ReplacesTheContainer_CooldownGoesOn()
    {
        var time = new FakeTimeProvider();
        var decisions = Channel.CreateUnbounded<ScalingDecision>();
        double value = 140;
        ScalingConfig config = Pace with { ScaleOutCooldown = TimeSpan.FromMinutes(5), Policies = [Policies.Track(70)] };
        void Describe(EndpointBuilder e, int queue) => e.AddContainer("c", "scripted", "m", c => c.WithInstances(1, 8, 1).WithMaxQueueLength(queue).WithScaling(config));
        await using TestServer server = await TestServer.StartAsync(
            new ScriptedBackend().With("m", () => ScriptedModel.Add(1)),
            b => b.UseTimeProvider(time)
                .AddScalingMetric("m0", (_, _) => new(Volatile.Read(ref value)))
                .AddScalingHook(new FakeHook((decision, _) => Accept(decisions, decision)))
                .AddEndpoint("e", e => Describe(e, 10)),
            "m");
        Assert.Equal(2, (await decisions.Reader.ReadAsync()).To);
        await UntilAsync(() => server.Server.SampleOf("e", "c").Replicas == 2);
        time.Advance(Second);
        await decisions.Reader.ReadAsync();

        await server.Server.ApplyAsync(server.Server.Topology.With("e", e => Describe(e, 20)));
        Volatile.Write(ref value, 75);
        time.Advance(Second);

        ScalingDecision decision = await decisions.Reader.ReadAsync();
        Assert.Equal((ScalingAction.Stay, true), (decision.Action, decision.IsHeld));
    }

    private static ValueTask<ScalingVerdict> Accept(Channel<ScalingDecision> decisions, ScalingDecision decision)
    {
        decisions.Writer.TryWrite(decision);
        return new(ScalingVerdict.Accept);
    }

    private static async Task<float> AskAsync(MceServer server, string container)
    {
        using InferenceTensor x = InferenceTensor.FromArray(new float[] { 1, 1, 1, 1 }, [1, 4]);
        using InferenceResponse response = await server.InvokeAsync(new InferenceRequest("e") { TargetContainer = container, Inputs = { ["x"] = x } });
        return response["y"].AsReadOnlySpan<float>()[0];
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!condition())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    /// <summary>A light container that answers at once, and a heavy one whose requests end when the test says so.</summary>
    private sealed class World : IAsyncDisposable
    {
        private readonly FakeTimeProvider _time = new();
        private readonly Channel<ScalingDecision> _decisions = Channel.CreateUnbounded<ScalingDecision>();
        private readonly SemaphoreSlim _ends = new(0);
        private readonly List<Task> _calls = [];
        private TestServer _server = null!;
        private int _targets;
        private int _outstanding;

        public List<ScalingDecision> Decisions { get; } = [];

        public static async Task<World> StartAsync(ScalingConfig? endpoint, ScalingConfig? container)
        {
            var world = new World { _targets = endpoint is null ? 2 : 1 };
            ScriptedModel heavy = ScriptedModel.Add(1);
            Action<ModelExecutionContext> answer = heavy.OnExecute;
            heavy.OnExecute = context =>
            {
                world._ends.Wait();
                answer(context);
            };
            void Add(EndpointBuilder e, string name) => e.AddContainer(name, "scripted", name, c =>
            {
                c.WithInstances(1, 10, 2);
                if (container is not null) c.WithScaling(container);
            });
            world._server = await TestServer.StartAsync(
                new ScriptedBackend().With("light", ScriptedModel.Add(1)).With("heavy", heavy),
                b => b.UseTimeProvider(world._time)
                    .Configure(o => o.WarmUp = false)
                    .AddScalingHook(new FakeHook((decision, _) => Accept(world._decisions, decision)))
                    .AddEndpoint("e", e =>
                    {
                        Add(e, "light");
                        Add(e, "heavy");
                        if (endpoint is not null) e.WithScaling(endpoint);
                    }),
                "light",
                "heavy");
            await world.DecideAsync();
            world.Decisions.Clear();
            return world;
        }

        /// <summary>Seconds of traffic of the same volume; as many of the heavy ones as come also end, once so many are outstanding.</summary>
        public async Task<(int Light, int Heavy)> RunAsync(int heavyPerSecond, int outstanding, int rounds)
        {
            for (int round = 0; round < rounds; round++)
            {
                for (int i = 0; i < Volume - heavyPerSecond; i++) await AskAsync(_server.Server, "light");
                for (int i = 0; i < heavyPerSecond; i++) _calls.Add(Task.Run(() => AskAsync(_server.Server, "heavy")));
                _outstanding += heavyPerSecond;
                await SettleAsync();
                if (_outstanding > outstanding) await EndAsync(_outstanding - outstanding);
                _time.Advance(Second);
                await DecideAsync();
            }

            return (Sample("light").Replicas, Sample("heavy").Replicas);
        }

        public async ValueTask DisposeAsync()
        {
            _ends.Release(_calls.Count);
            await Task.WhenAll(_calls);
            await _server.DisposeAsync();
        }

        private async Task EndAsync(int count)
        {
            for (; count > 0; count--)
            {
                _ends.Release();
                _outstanding--;
                await SettleAsync();
            }
        }

        private Task SettleAsync() => UntilAsync(() => Sample("heavy") is var s && s.Running + s.Waiting == _outstanding);

        private async Task DecideAsync()
        {
            for (int i = 0; i < _targets; i++)
            {
                ScalingDecision decision = await _decisions.Reader.ReadAsync();
                Decisions.Add(decision);
                foreach (string name in decision.Container is { } one ? [one] : new[] { "light", "heavy" })
                    await UntilAsync(() => Sample(name) is var s && s.Replicas == decision.To && s.Desired == decision.To);
            }
        }

        private ReplicaSample Sample(string container) => _server.Server.SampleOf("e", container);
    }
}
