using System.Globalization;

namespace Mce;

/// <summary>One field of a cron expression: the values that match. Immutable.</summary>
internal sealed class CronField
{
    private readonly bool[] _matches;
    private readonly int _lowest;

    private CronField(int lowest, bool[] matches, bool isAny)
    {
        _lowest = lowest;
        _matches = matches;
        IsAny = isAny;
    }

    /// <summary>Whether it says <c>*</c> or <c>?</c>.</summary>
    public bool IsAny { get; }

    public bool Matches(int value) => value >= _lowest && value - _lowest < _matches.Length && _matches[value - _lowest];

    /// <summary>The matching values, the largest first.</summary>
    public IEnumerable<int> Descending()
    {
        for (int i = _matches.Length - 1; i >= 0; i--)
        {
            if (_matches[i]) yield return i + _lowest;
        }
    }

    /// <summary>Reads a field.</summary>
    /// <param name="text">Lists, ranges, steps, <c>*</c> and <c>?</c>.</param>
    /// <param name="lowest">The lowest value.</param>
    /// <param name="highest">The highest.</param>
    /// <param name="names">Names of the values from the lowest on; null = numbers.</param>
    /// <returns>Null when it can't be read.</returns>
    public static CronField? TryParse(string text, int lowest, int highest, string[]? names = null)
    {
        var matches = new bool[highest - lowest + 1];
        foreach (string part in text.Split(','))
        {
            string[] halves = part.Split('/');
            int step = 1;
            if (halves.Length > 2 || (halves.Length == 2 && (!int.TryParse(halves[1], NumberStyles.None, CultureInfo.InvariantCulture, out step) || step < 1))) return null;
            if (Range(halves[0], halves.Length == 2, lowest, highest, names) is not { } range) return null;
            for (int value = range.First; value <= range.Last; value += step) matches[value - lowest] = true;
        }

        return new CronField(lowest, matches, text is "*" or "?");
    }

    private static (int First, int Last)? Range(string text, bool stepped, int lowest, int highest, string[]? names)
    {
        if (text is "*" or "?") return (lowest, highest);
        string[] ends = text.Split('-');
        if (ends.Length > 2 || Value(ends[0], lowest, highest, names) is not { } first) return null;
        // "0/15" begins at 0 and goes on to the end.
        if (ends.Length == 1) return (first, stepped ? highest : first);
        return Value(ends[1], lowest, highest, names) is { } last && last >= first ? (first, last) : null;
    }

    private static int? Value(string text, int lowest, int highest, string[]? names)
    {
        if (names is not null)
        {
            int index = Array.FindIndex(names, n => n.Equals(text, StringComparison.OrdinalIgnoreCase));
            if (index >= 0) return index + lowest;
            // Days of the week are read by name only: AWS's own pages disagree on which day 2 is.
            if (names.Length == 7) return null;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= lowest && value <= highest ? value : null;
    }
}
