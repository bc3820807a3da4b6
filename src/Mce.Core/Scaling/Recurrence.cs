using System.Globalization;

namespace Mce;

/// <summary>When a scheduled action runs. Immutable and pure.</summary>
internal sealed class Recurrence
{
    // A look back must end: a cron expression may name a 29th of February, which may be eight years ago.
    private static readonly TimeSpan LongestLookBack = TimeSpan.FromDays(366 * 8);

    private readonly ScheduledAction _action;
    private readonly TimeZoneInfo _zone;
    private readonly DateTimeOffset? _at;
    private readonly TimeSpan? _period;
    private readonly CronSchedule? _cron;

    private Recurrence(ScheduledAction action, TimeZoneInfo zone, DateTimeOffset? at = null, TimeSpan? period = null, CronSchedule? cron = null) =>
        (_action, _zone, _at, _period, _cron) = (action, zone, at, period, cron);

    /// <returns>Null when the schedule can't be read; the problem then says why.</returns>
    public static Recurrence? TryParse(ScheduledAction action, out string problem)
    {
        problem = "";
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(action.TimeZone, out TimeZoneInfo? zone))
        {
            problem = $"'{action.TimeZone}' is no time zone of this machine; use an IANA name such as Europe/Berlin";
            return null;
        }

        if (Inner(action.Schedule, "at") is { } at)
        {
            if (DateTime.TryParseExact(at, "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime local))
                return new Recurrence(action, zone, at: ToUtc(local, zone));
            problem = $"'{at}' is no time such as 2027-01-31T08:00:00";
        }
        else if (Inner(action.Schedule, "rate") is { } rate)
        {
            if (Period(rate) is { } period) return new Recurrence(action, zone, period: period);
            problem = $"'{rate}' is no rate such as '5 minutes', '1 hour' or '2 days'";
        }
        else if (Inner(action.Schedule, "cron") is { } cron)
        {
            if (CronSchedule.TryParse(cron, out problem) is { } schedule) return new Recurrence(action, zone, cron: schedule);
        }
        else
        {
            problem = "it must be at(…), cron(…) or rate(…)";
        }

        return null;
    }

    /// <summary>The last time after one moment (null = ever) and until another; null = none.</summary>
    public DateTimeOffset? Latest(DateTimeOffset? after, DateTimeOffset until)
    {
        DateTimeOffset last = _action.EndTime < until ? _action.EndTime.Value : until;
        // One that has a start time runs then too.
        DateTimeOffset? found = _at ?? (_period is { } period ? LatestOfRate(period, last) : LatestOfCron(after, last)) ?? Start(last);
        return found <= until && (after is null || found > after) ? found : null;
    }

    private DateTimeOffset? Start(DateTimeOffset last) => _action.StartTime <= last ? _action.StartTime : null;

    private DateTimeOffset? LatestOfRate(TimeSpan period, DateTimeOffset last)
    {
        DateTimeOffset start = _action.StartTime ?? DateTimeOffset.UnixEpoch;
        return last < start ? null : start + Math.Floor((last - start) / period) * period;
    }

    private DateTimeOffset? LatestOfCron(DateTimeOffset? after, DateTimeOffset last)
    {
        DateTimeOffset first = after ?? last - LongestLookBack;
        if (_action.StartTime > first) first = _action.StartTime.Value;
        // A day of margin on either side: the zone may be half a day away.
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(last, _zone).DateTime);
        var end = DateOnly.FromDateTime(first.UtcDateTime).AddDays(-1);
        for (; day >= end; day = day.AddDays(-1))
        {
            foreach (DateTime local in _cron!.Descending(day))
            {
                DateTimeOffset time = ToUtc(local, _zone);
                if (time <= last) return time >= first ? time : null;
            }
        }

        return null;
    }

    // A time that the clock jumps over when summer begins counts as the moment of the jump; one that comes twice, as the first.
    private static DateTimeOffset ToUtc(DateTime local, TimeZoneInfo zone)
    {
        while (zone.IsInvalidTime(local)) local = local.AddMinutes(1);
        TimeSpan offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }

    private static TimeSpan? Period(string text)
    {
        string[] words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length != 2 || !int.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out int count) || count is < 1 or > 100_000) return null;
        return words[1].ToUpperInvariant() switch
        {
            "MINUTE" or "MINUTES" => TimeSpan.FromMinutes(count),
            "HOUR" or "HOURS" => TimeSpan.FromHours(count),
            "DAY" or "DAYS" => TimeSpan.FromDays(count),
            _ => null,
        };
    }

    private static string? Inner(string text, string function) =>
        text.StartsWith(function + "(", StringComparison.OrdinalIgnoreCase) && text.EndsWith(')') ? text[(function.Length + 1)..^1].Trim() : null;
}
