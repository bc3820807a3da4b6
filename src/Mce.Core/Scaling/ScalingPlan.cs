namespace Mce;

/// <summary>A configuration made ready for use: schedules parsed, cooldowns filled in. Immutable.</summary>
internal sealed class ScalingPlan
{
    private readonly (ScheduledAction Action, Recurrence When)[] _schedule;

    public ScalingPlan(ScalingConfig config)
    {
        Config = config;
        // What can't be parsed was reported by the validator, and doesn't come here.
        _schedule = [.. from action in config.ScheduledActions let when = Recurrence.TryParse(action, out _) where when is not null select (action, when)];
        CustomMetrics = [.. config.Policies.Select(p => p.Metric).Where(m => m.Kind == ScalingMetricKind.Custom).Distinct()];
        LongestOutCooldown = config.Policies.Select(OutCooldown).DefaultIfEmpty().Max();
    }

    public ScalingConfig Config { get; }

    public IReadOnlyList<ScalingMetric> CustomMetrics { get; }

    public TimeSpan LongestOutCooldown { get; }

    public TimeSpan OutCooldown(ScalingPolicy policy) => policy switch
    {
        TargetTrackingPolicy { ScaleOutCooldown: { } own } => own,
        StepPolicy { Cooldown: { } own } => own,
        _ => Config.ScaleOutCooldown,
    };

    public TimeSpan InCooldown(ScalingPolicy policy) => policy switch
    {
        TargetTrackingPolicy { ScaleInCooldown: { } own } => own,
        StepPolicy { Cooldown: { } own } => own,
        _ => Config.ScaleInCooldown,
    };

    /// <summary>The actions whose time came after one moment and until another, in the order of their times.</summary>
    public IEnumerable<ScheduledAction> Due(DateTimeOffset? after, DateTimeOffset until) => _schedule.Length == 0
        ? []
        : from entry in _schedule
          let time = entry.When.Latest(after, until)
          where time is not null
          orderby time
          select entry.Action;
}
