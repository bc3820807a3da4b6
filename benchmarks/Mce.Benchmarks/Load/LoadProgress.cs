using System.Diagnostics;
using System.Globalization;

namespace Mce.Benchmarks;

/// <summary>A bar on one line of the error stream; nothing where that is no terminal.</summary>
internal sealed class LoadProgress(TextWriter? output)
{
    private const int BarWidth = 24;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    public static LoadProgress OfTerminal() => new(Console.IsErrorRedirected ? null : Console.Error);

    /// <summary>Draws until the time is over.</summary>
    public void Follow(long begins, TimeSpan duration, params IReadOnlyList<LoadTimeline> timelines)
    {
        if (output is null) return;
        for (TimeSpan elapsed = Elapsed(begins); elapsed < duration; elapsed = Elapsed(begins))
        {
            output.Write($"\r\u001b[K{Line(elapsed, duration, timelines)}");
            output.Flush();
            Thread.Sleep(Interval < duration - elapsed ? Interval : duration - elapsed);
        }

        output.Write("\r\u001b[K");
        output.Flush();
    }

    private static string Line(TimeSpan elapsed, TimeSpan duration, IReadOnlyList<LoadTimeline> timelines)
    {
        if (elapsed < TimeSpan.Zero) return "warming up";
        int filled = (int)(BarWidth * (elapsed / duration));
        string bar = $"[{new string('#', filled)}{new string('.', BarWidth - filled)}] {elapsed.TotalSeconds:0}/{duration.TotalSeconds:0} s";
        // The last whole second: the present one is still being filled.
        int second = (int)elapsed.TotalSeconds - 1;
        if (second < 0) return bar;
        var window = new LoadWindow();
        foreach (LoadTimeline timeline in timelines) window.Add(timeline.Windows[second]);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{bar}  {window[LoadOutcome.Answered]:N0}/s, p99 {LoadSummary.Milliseconds(window.Latency.At(0.99)):0.###} ms, rejected {window[LoadOutcome.Rejected]:N0}, expired {window[LoadOutcome.Expired]:N0}, failed {window[LoadOutcome.Failed]:N0}");
    }

    private static TimeSpan Elapsed(long begins) => TimeSpan.FromSeconds((Stopwatch.GetTimestamp() - begins) / (double)Stopwatch.Frequency);
}
