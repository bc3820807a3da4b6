namespace Mce;

/// <summary>AWS's cron expression of six fields. Immutable.</summary>
internal sealed class CronSchedule
{
    private static readonly string[] Months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
    private static readonly string[] Days = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    private const int LeapYear = 2024;

    private readonly CronField _minutes, _hours, _dayOfMonth, _month, _dayOfWeek, _year;

    private CronSchedule(CronField minutes, CronField hours, CronField dayOfMonth, CronField month, CronField dayOfWeek, CronField year) =>
        (_minutes, _hours, _dayOfMonth, _month, _dayOfWeek, _year) = (minutes, hours, dayOfMonth, month, dayOfWeek, year);

    /// <returns>Null when it can't be read; the problem then says why.</returns>
    public static CronSchedule? TryParse(string text, out string problem)
    {
        problem = "";
        string[] fields = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length != 6)
        {
            problem = $"a cron expression has six fields (minutes, hours, day of month, month, day of week, year), and this has {fields.Length}";
            return null;
        }

        CronField?[] parsed =
        [
            CronField.TryParse(fields[0], 0, 59),
            CronField.TryParse(fields[1], 0, 23),
            CronField.TryParse(fields[2], 1, 31),
            CronField.TryParse(fields[3], 1, 12, Months),
            CronField.TryParse(fields[4], 0, 6, Days),
            CronField.TryParse(fields[5], 1970, 2199),
        ];
        int bad = Array.IndexOf(parsed, null);
        if (bad >= 0) problem = $"'{fields[bad]}' is no {Name(bad)}";
        else if (!parsed[2]!.IsAny && !parsed[4]!.IsAny) problem = "either the day of month or the day of week must be '?'";
        else if (!Enumerable.Range(1, 12).Any(m => parsed[3]!.Matches(m) && Enumerable.Range(1, DateTime.DaysInMonth(LeapYear, m)).Any(parsed[2]!.Matches)))
            problem = $"there is no day {fields[2]} in the month {fields[3]}";
        return problem.Length > 0 ? null : new CronSchedule(parsed[0]!, parsed[1]!, parsed[2]!, parsed[3]!, parsed[4]!, parsed[5]!);
    }

    /// <summary>The local times of a day at which it runs, the latest first.</summary>
    public IEnumerable<DateTime> Descending(DateOnly day)
    {
        if (!_year.Matches(day.Year) || !_month.Matches(day.Month) || !_dayOfMonth.Matches(day.Day) || !_dayOfWeek.Matches((int)day.DayOfWeek)) yield break;
        foreach (int hour in _hours.Descending())
        {
            foreach (int minute in _minutes.Descending()) yield return day.ToDateTime(new TimeOnly(hour, minute));
        }
    }

    private static string Name(int field) => field switch
    {
        0 => "minute from 0 to 59",
        1 => "hour from 0 to 23",
        2 => "day of month from 1 to 31 (L and W are not supported)",
        3 => "month from 1 to 12 or JAN to DEC",
        4 => "day of week from SUN to SAT (by name, not by number; L and # are not supported)",
        _ => "year from 1970 to 2199",
    };
}
