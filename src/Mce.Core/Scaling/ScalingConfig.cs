namespace Mce;

/// <summary>When replicas are added and taken away. Immutable.</summary>
/// <remarks>
/// The bounds are the instance groups', and what <see cref="ScheduledActions"/> make of them. Of several policies one that wants more
/// is enough to scale out; to scale in all must want less; the largest capacity wins. See docs/scaling.md.
/// </remarks>
public sealed record ScalingConfig
{
    /// <summary>SageMaker's pace: a look each minute at the last minute, cooldowns of 300 s. What a new object has.</summary>
    public static ScalingConfig Aws { get; } = new();

    /// <summary>
    /// A pace for replicas that start in well under a second: a look each second at the last ten, out at once, in every 30 s with
    /// some headroom, asleep after two minutes without a request.
    /// </summary>
    public static ScalingConfig Fast { get; } = new()
    {
        ObservationInterval = TimeSpan.FromSeconds(1),
        Window = TimeSpan.FromSeconds(10),
        ScaleOutCooldown = TimeSpan.Zero,
        ScaleInCooldown = TimeSpan.FromSeconds(30),
        ScaleInHeadroom = 0.1,
        IdleBeforeZero = TimeSpan.FromMinutes(2),
    };

    /// <summary>The policies; empty = only the schedule.</summary>
    public IReadOnlyList<ScalingPolicy> Policies { get; init; } = [];

    /// <summary>Changes of the bounds at set times; empty = the bounds stay.</summary>
    public IReadOnlyList<ScheduledAction> ScheduledActions { get; init; } = [];

    /// <summary>How often the load is looked at and decided upon. From 100 ms to an hour; default a minute.</summary>
    public TimeSpan ObservationInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How far back rates and averages reach. From <see cref="ObservationInterval"/> to a day; default a minute.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The scale-out cooldown of policies that don't say. From zero to a day; default 300 s.</summary>
    public TimeSpan ScaleOutCooldown { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>The scale-in cooldown of policies that don't say. From zero to a day; default 300 s.</summary>
    public TimeSpan ScaleInCooldown { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>
    /// How far below their target, as a share of it, target tracking policies must be after a scale-in. From 0 to 0.9; default 0, as AWS: a
    /// metric that is just on its target then soon asks for the replica back. 0.1 spares that.
    /// </summary>
    public double ScaleInHeadroom { get; init; }

    /// <summary>
    /// How long no request may have come before the last replica is taken away, where the minimum is 0: the next request pays for a
    /// load. From zero to a day; default 15 minutes.
    /// </summary>
    public TimeSpan IdleBeforeZero { get; init; } = TimeSpan.FromMinutes(15);
}
