namespace Mce.Core.Tests.Scaling;

public class SimulationTests
{
    private static readonly DateTimeOffset Start = new(2027, 1, 4, 0, 0, 0, TimeSpan.Zero);
    private static readonly TargetTrackingPolicy Invocations = new() { Name = "load", Metric = ScalingMetric.InvocationsPerReplica, TargetValue = 600 };
    private static readonly TargetTrackingPolicy Concurrency = new() { Name = "busy", Metric = ScalingMetric.ConcurrentRequestsPerReplica, TargetValue = 0.7 };

    [Fact]
    public void Run_TrafficShiftsToTheHeavierContainer_EndpointWideMetricScalesNothing()
    {
        // AWS's documented hole: 1,000 requests a minute all day; at noon the most of them turn to the model that takes ten times as long.
        IReadOnlyList<SimulatedMoment> moments = Shift(endpoint: ScalingConfig.Aws with { Policies = [Invocations] }, container: null);

        Assert.All(moments, m => Assert.Equal(2, m.Replicas));
        // And the heavy one drowns: ten hours' worth of requests wait.
        Assert.True(moments.Last(m => m.Container == "heavy").QueueDelay > TimeSpan.FromHours(1));
        Assert.Equal(0, moments.Last(m => m.Container == "light").Waiting);
    }

    [Fact]
    public void Run_TrafficShiftsToTheHeavierContainer_PerContainerJustThatOneScales()
    {
        IReadOnlyList<SimulatedMoment> moments = Shift(endpoint: null, container: ScalingConfig.Aws with { Policies = [Concurrency] });

        SimulatedMoment[] heavy = [.. moments.Where(m => m.Container == "heavy")], light = [.. moments.Where(m => m.Container == "light")];
        Assert.All(heavy.Where(m => m.Time < Start.AddHours(12)), m => Assert.Equal(2, m.Replicas));
        // 900 a minute of 400 ms are 6 at a time; at 0.7 each that takes 9.
        Assert.Equal(9, heavy[^1].Replicas);
        Assert.Equal(0, heavy[^1].Waiting);
        // The light one needs no more than at first, and gives back what it no longer needs.
        Assert.All(light, m => Assert.InRange(m.Replicas, 1, 2));
        Assert.DoesNotContain(light, m => m.Decision.Action == ScalingAction.Out);
    }

    [Fact]
    public void Run_ADayWithAPeak_FollowsIt()
    {
        // From 60 a minute at midnight to 6,060 at noon and back.
        var simulation = new ScalingSimulation
        {
            Endpoint = One(ScalingConfig.Fast with { Policies = [Invocations] }, minimum: 1, maximum: 20),
            Traffic = static (_, time) => new SimulatedTraffic(60 + 3_000 * (1 - Math.Cos(time.TimeOfDay.TotalDays * 2 * Math.PI)), TimeSpan.FromMilliseconds(50)),
            ReplicaStartTime = TimeSpan.FromSeconds(5),
        };

        IReadOnlyList<SimulatedMoment> moments = simulation.Run();

        Assert.Equal(86_401, moments.Count);
        Assert.Equal(1, moments[1_000].Replicas);
        Assert.Equal(11, moments[43_200].Replicas);
        Assert.Equal(1, moments[^1].Replicas);
        // Up in the morning without ever going back, down in the evening without ever going up.
        Assert.All(moments.Where(m => m.Decision.Action != ScalingAction.Stay), m => Assert.Equal(m.Time < Start.AddHours(12.2) ? ScalingAction.Out : ScalingAction.In, m.Decision.Action));
        Assert.All(moments, m => Assert.True(m.QueueDelay < TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void Run_AJobOnceAnHour_SleepsInBetween()
    {
        var simulation = new ScalingSimulation
        {
            Endpoint = One(ScalingConfig.Fast with { Policies = [Invocations] }, minimum: 0, maximum: 4),
            Traffic = static (_, time) => new SimulatedTraffic(time.Minute == 0 ? 600 : 0, TimeSpan.FromMilliseconds(50)),
            Duration = TimeSpan.FromHours(6),
            ReplicaStartTime = TimeSpan.FromSeconds(3),
        };

        IReadOnlyList<SimulatedMoment> moments = simulation.Run();

        SimulatedMoment[] whole = [.. moments.Where(m => m.Time >= Start.AddHours(1))];
        // A minute of work, and IdleBeforeZero after it; nothing is left waiting.
        Assert.Equal(5 * 180, whole.Count(m => m.Time < Start.AddHours(6) && m.Decision.From > 0), 15.0);
        Assert.Equal(0, moments[^60].Waiting);
        Assert.All(whole.Where(m => m.Waiting > 0), m => Assert.True(m.Time.Minute == 0));
    }

    [Fact]
    public void Run_ASchedule_IsInForce()
    {
        var simulation = new ScalingSimulation
        {
            Endpoint = One(
                ScalingConfig.Aws with
                {
                    ScheduledActions =
                    [
                        new ScheduledAction { Name = "morning", Schedule = "cron(0 8 ? * MON-FRI *)", TimeZone = "Europe/Berlin", MinCapacity = 4 },
                        new ScheduledAction { Name = "evening", Schedule = "cron(0 18 ? * MON-FRI *)", TimeZone = "Europe/Berlin", MinCapacity = 1, MaxCapacity = 2 },
                    ],
                },
                minimum: 1,
                maximum: 8),
            Traffic = static (_, _) => new SimulatedTraffic(60, TimeSpan.FromMilliseconds(50)),
        };

        IReadOnlyList<SimulatedMoment> moments = simulation.Run();

        int At(double hour) => moments.Last(m => m.Time <= Start.AddHours(hour)).Replicas;
        Assert.Equal([1, 1, 4, 4, 2], new[] { At(0.5), At(6.9), At(7.1), At(16.9), At(17.1) });
    }

    [Fact]
    public void Run_ACustomMetric_IsAsked()
    {
        var simulation = new ScalingSimulation
        {
            Endpoint = One(ScalingConfig.Fast with { Policies = [Policies.Track(10)] }, minimum: 1, maximum: 8),
            Traffic = static (_, _) => new SimulatedTraffic(60, TimeSpan.FromMilliseconds(50)),
            CustomMetrics = static (metric, time) => metric.Name == "m0" && time.Second >= 30 ? 25 : null,
            Duration = TimeSpan.FromSeconds(30),
        };

        Assert.Equal(3, simulation.Run()[^1].Decision.To);
    }

    [Fact]
    public void Run_ImpossibleScaling_IsRefused()
    {
        var simulation = new ScalingSimulation
        {
            Endpoint = One(ScalingConfig.Fast with { Policies = [Policies.Track(-1)] }, minimum: 1, maximum: 8),
            Traffic = static (_, _) => new SimulatedTraffic(60, TimeSpan.FromMilliseconds(50)),
        };

        Assert.Contains("'p0' has the target -1", Assert.Throws<MceException>(() => simulation.Run()).Errors.Single().Message);
    }

    private static IReadOnlyList<SimulatedMoment> Shift(ScalingConfig? endpoint, ScalingConfig? container) => new ScalingSimulation
    {
        Endpoint = new EndpointConfig
        {
            Name = "e",
            Mode = InvocationMode.Direct,
            Scaling = endpoint,
            Containers = [Container("light") with { Scaling = container }, Container("heavy") with { Scaling = container }],
        },
        Traffic = static (name, time) => (name, Shifted: time >= Start.AddHours(12)) switch
        {
            ("light", false) => new SimulatedTraffic(900, TimeSpan.FromMilliseconds(40)),
            ("light", true) => new SimulatedTraffic(100, TimeSpan.FromMilliseconds(40)),
            (_, false) => new SimulatedTraffic(100, TimeSpan.FromMilliseconds(400)),
            (_, true) => new SimulatedTraffic(900, TimeSpan.FromMilliseconds(400)),
        },
    }.Run();

    private static EndpointConfig One(ScalingConfig scaling, int minimum, int maximum) => new()
    {
        Name = "e",
        Mode = InvocationMode.Direct,
        Containers = [Container("c") with { Scaling = scaling, InstanceCount = minimum, MinInstanceCount = minimum, MaxInstanceCount = maximum }],
    };

    private static ContainerConfig Container(string name) =>
        new() { Name = name, Framework = "scripted", ModelPath = name, InstanceCount = 2, MinInstanceCount = 1, MaxInstanceCount = 12 };
}
