using System.Globalization;

namespace Mce.AwsClients.Tests;

/// <summary>The held-out data of the samples; samples/data/README.md describes it.</summary>
internal static class HeldOut
{
    /// <summary>The sentences of a language, <c>en</c> or <c>de</c>.</summary>
    public static (string Label, string Text)[] Sentences(string language) =>
        [.. Rows($"sentiment-{language}").Select(line =>
        {
            // The text is the last field, and no sentence has a line break.
            (string label, string text) = Split(line);
            return (label, text.StartsWith('"') ? text[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal) : text);
        })];

    /// <summary>Which digits there are, and a body with the pixels of all, as CSV and as JSON.</summary>
    public static (int[] Digits, string Csv, string Json) Digits()
    {
        (string Digit, string Pixels)[] rows = [.. Rows("digits").Select(Split)];
        return (
            [.. rows.Select(r => int.Parse(r.Digit, CultureInfo.InvariantCulture))],
            string.Join('\n', rows.Select(r => r.Pixels)),
            $$"""{"instances":[{{string.Join(',', rows.Select(r => $"[{r.Pixels}]"))}}]}""");
    }

    private static IEnumerable<string> Rows(string name) => File.ReadLines(Path.Combine(AppContext.BaseDirectory, "data", $"{name}-heldout.csv")).Skip(1);

    private static (string First, string Others) Split(string line)
    {
        int comma = line.IndexOf(',', StringComparison.Ordinal);
        return (line[..comma], line[(comma + 1)..]);
    }
}
