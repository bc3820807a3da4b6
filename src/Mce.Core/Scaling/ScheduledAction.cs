namespace Mce;

/// <summary>Sets bounds at set times, as AWS's scheduled actions do. Immutable.</summary>
/// <remarks>
/// <para>What it sets holds until another action sets something else; nothing reverts by itself. Policies go on deciding within it.</para>
/// <para>
/// A server that starts late takes over what the actions would have set by then: a process that restarts at ten has the bounds that
/// the action of eight o'clock gave.
/// </para>
/// </remarks>
public sealed record ScheduledAction
{
    /// <summary>The name; unique among its target's actions.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// AWS's expression: <c>at(2027-01-31T08:00:00)</c>, <c>cron(0 8 ? * MON-FRI *)</c> or <c>rate(6 hours)</c>. Cron's fields are
    /// minutes, hours, day of month, month, day of week (by name), year; with <c>* , - / ?</c>. A rate counts from
    /// <see cref="StartTime"/>, or from midnight UTC.
    /// </summary>
    public required string Schedule { get; init; }

    /// <summary>The time zone of <c>at</c> and <c>cron</c>, by its IANA name. Default UTC.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>When a recurring action runs first, and from when on it recurs; null = as soon as its schedule says.</summary>
    public DateTimeOffset? StartTime { get; init; }

    /// <summary>When it stops recurring; what it set stays. Null = never.</summary>
    public DateTimeOffset? EndTime { get; init; }

    /// <summary>The fewest replicas from then on, within the instance groups' bounds; null = as it is.</summary>
    public int? MinCapacity { get; init; }

    /// <summary>The most replicas from then on, within the instance groups' bounds; null = as it is.</summary>
    public int? MaxCapacity { get; init; }
}
