using System.Collections.Immutable;

namespace Mce;

/// <summary>What scaling remembers of a target from one observation to the next. Immutable.</summary>
internal sealed record ScalingState
{
    public static ScalingState Initial { get; } = new();

    /// <summary>The observations within the window and the one before it, oldest first.</summary>
    public ImmutableArray<ScalingObservation> Window { get; private init; } = [];

    /// <summary>The last scale-out; null = none.</summary>
    public ScalingActivity? LastOut { get; private init; }

    /// <summary>The last scale-in; null = none, or a scale-out came after it.</summary>
    public ScalingActivity? LastIn { get; private init; }

    /// <summary>When requests were seen last; at first, the first observation.</summary>
    public DateTimeOffset LastRequest { get; private init; }

    /// <summary>The bounds that the schedule set; null = the instance groups'.</summary>
    public int? Minimum { get; private init; }

    public int? Maximum { get; private init; }

    /// <summary>Until when the schedule was followed; null = not yet.</summary>
    public DateTimeOffset? ScheduleRead { get; private init; }

    /// <summary>Takes an observation in.</summary>
    public ScalingState With(ScalingObservation observation, ScalingPlan plan)
    {
        ImmutableArray<ScalingObservation> window = Window;
        if (!window.IsEmpty && observation.StartsAnew(window[^1])) window = [];
        bool requests = observation.Outstanding > 0 || (!window.IsEmpty && observation.Arrivals > window[^1].Arrivals);
        window = window.Add(observation);

        // One at or before the window's beginning stays: differences of counters need it.
        int old = 0;
        while (old + 2 < window.Length && window[old + 1].Time <= observation.Time - plan.Config.Window) old++;

        bool done = observation.Load.Replicas == observation.Load.Desired;
        return FollowSchedule(observation.Time, plan) with
        {
            Window = window.RemoveRange(0, old),
            LastRequest = requests || Window.IsEmpty ? observation.Time : LastRequest,
            LastOut = Complete(LastOut, done, observation.Time),
            LastIn = Complete(LastIn, done, observation.Time),
        };
    }

    /// <summary>Remembers a decision that is acted on.</summary>
    public ScalingState After(ScalingDecision decision, ScalingPlan plan) => !decision.IsPolicys ? this : decision.Action switch
    {
        // Within a cooldown the basis stays: otherwise the same breach would count again and again.
        ScalingAction.Out => this with
        {
            LastOut = new ScalingActivity(LastOut is { } last && last.Holds(plan.LongestOutCooldown, decision.Time) ? last.Basis : decision.From),
            LastIn = null,
        },
        ScalingAction.In => this with { LastIn = new ScalingActivity(decision.From) },
        _ => this,
    };

    private ScalingState FollowSchedule(DateTimeOffset now, ScalingPlan plan)
    {
        (int? minimum, int? maximum) = (Minimum, Maximum);
        foreach (ScheduledAction action in plan.Due(ScheduleRead, now))
        {
            // The newer bound pushes the older one out of its way.
            if (action.MinCapacity is { } least) (minimum, maximum) = (least, maximum < least ? least : maximum);
            if (action.MaxCapacity is { } most) (minimum, maximum) = (minimum > most ? most : minimum, most);
        }

        return this with { Minimum = minimum, Maximum = maximum, ScheduleRead = now };
    }

    private static ScalingActivity? Complete(ScalingActivity? activity, bool done, DateTimeOffset now) =>
        done && activity is { Completed: null } ? activity with { Completed = now } : activity;
}
