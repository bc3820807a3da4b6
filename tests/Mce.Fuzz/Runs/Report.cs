using System.Text.Json;

namespace Mce.Fuzz.Runs;

/// <summary>The sum of a run, as text and as JSON.</summary>
internal static class Report
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static void Print(TextWriter writer, IReadOnlyList<CaseResult> results, TimeSpan elapsed)
    {
        foreach (IGrouping<string, CaseResult> format in results.GroupBy(r => r.Format))
        {
            string counts = string.Join(", ", format.GroupBy(r => r.Outcome).OrderBy(g => g.Key).Select(g => $"{g.Count():N0} {g.Key.ToString().ToLowerInvariant()}"));
            writer.WriteLine($"{format.Key}: {format.Count():N0} cases: {counts}.");
        }

        writer.WriteLine($"{results.Count / Math.Max(0.001, elapsed.TotalSeconds):N0} cases a second. {results.Count(r => r.IsFinding && r.Known is null)} finding(s), {results.Count(r => r.Known is not null)} known fault(s).");
    }

    public static void Write(string path, IReadOnlyList<CaseResult> results, TimeSpan elapsed)
    {
        var report = new
        {
            Cases = results.Count,
            Seconds = Math.Round(elapsed.TotalSeconds, 1),
            Formats = results.GroupBy(r => r.Format).ToDictionary(
                f => f.Key,
                f => f.GroupBy(r => r.Outcome).OrderBy(g => g.Key).ToDictionary(g => g.Key.ToString().ToLowerInvariant(), g => g.Count())),
            Slowest = results.OrderByDescending(r => r.Milliseconds).Take(5),
            Largest = results.OrderByDescending(r => r.PeakMiB).Take(5),
            Findings = results.Where(r => r.IsFinding),
        };
        File.WriteAllText(path, JsonSerializer.Serialize(report, Options));
    }
}
