using System.Globalization;
using System.Text;

namespace Mce.AspNetCore;

/// <summary>The constraints of SageMaker's API on its members, and their errors in AWS's wording.</summary>
internal static class AwsConstraints
{
    private const int MaxName = 63;
    private const string NamePattern = "^[a-zA-Z0-9](-*[a-zA-Z0-9])*";
    private const int MaxShown = 100;

    /// <summary>Whether it is a name of an endpoint, container or variant.</summary>
    public static bool IsName(string value)
    {
        if (value.Length is 0 or > MaxName || value[0] == '-' || value[^1] == '-') return false;
        foreach (char c in value)
            if (!char.IsAsciiLetterOrDigit(c) && c != '-') return false;
        return true;
    }

    public static RuntimeRefusal BadName(string member, string value) => value.Length > MaxName
        ? TooLong(member, value, MaxName)
        : Failed(member, value, $"Member must satisfy regular expression pattern: {NamePattern}");

    public static void CheckLength(string member, string? value, int minimum, int maximum)
    {
        if (value is null) return;
        if (value.Length > maximum) throw TooLong(member, value, maximum);
        if (value.Length < minimum) throw Failed(member, value, $"Member must have length greater than or equal to {minimum}");
    }

    /// <summary>Refuses everything but visible ASCII and spaces inside.</summary>
    public static void CheckVisible(string member, string value)
    {
        foreach (char c in value)
            if (c is < ' ' or > '~') throw Failed(member, value, "Member must be visible US-ASCII");
    }

    private static RuntimeRefusal TooLong(string member, string value, int maximum) =>
        Failed(member, value, string.Create(CultureInfo.InvariantCulture, $"Member must have length less than or equal to {maximum}"));

    private static RuntimeRefusal Failed(string member, string value, string constraint) =>
        RuntimeRefusal.Validation($"1 validation error detected: Value '{Show(value)}' at '{member}' failed to satisfy constraint: {constraint}");

    // It may be long, and hold what no log or terminal should get.
    public static string Show(string value)
    {
        var shown = new StringBuilder();
        foreach (char c in value.AsSpan(0, Math.Min(value.Length, MaxShown)))
            shown.Append(c is < ' ' or > '~' ? '?' : c);
        return value.Length > MaxShown ? $"{shown}…" : shown.ToString();
    }
}
