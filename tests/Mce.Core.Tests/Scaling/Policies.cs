namespace Mce.Core.Tests.Scaling;

/// <summary>Policies on metrics whose values a test gives.</summary>
internal static class Policies
{
    public static readonly DateTimeOffset Start = new(2027, 1, 4, 0, 0, 0, TimeSpan.Zero);

    public static ScalingMetric Metric(int index) => ScalingMetric.Custom($"m{index}");

    public static TargetTrackingPolicy Track(double target, int index = 0) => new() { Name = $"p{index}", Metric = Metric(index), TargetValue = target };

    public static StepPolicy Steps(double threshold, StepAdjustmentType type, params (double? Lower, double? Upper, int Adjustment)[] steps) => new()
    {
        Name = "p0",
        Metric = Metric(0),
        Threshold = threshold,
        AdjustmentType = type,
        Steps = [.. steps.Select(s => new StepAdjustment(s.Lower, s.Upper, s.Adjustment))],
    };

    public static ScalingConfig Of(params ScalingPolicy[] policies) => ScalingConfig.Aws with { Policies = policies };

    public static ReplicaSample Load(int inService, int desired, int running = 0, int waiting = 0, long completed = 0) => new()
    {
        Completed = completed,
        Failed = 0,
        Rejected = 0,
        GivenUp = 0,
        Dequeued = 0,
        QueueTime = TimeSpan.Zero,
        OldestWait = TimeSpan.Zero,
        Running = running,
        Waiting = waiting,
        Replicas = inService,
        Slots = inService,
        Desired = desired,
    };
}
