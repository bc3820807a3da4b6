using System.Diagnostics;

namespace Mce.Benchmarks;

/// <summary>Windows of one second, from the end of the warm-up on. Thread-safe.</summary>
internal sealed class LoadTimeline
{
    private readonly LoadWindow[] _windows;

    /// <param name="begins">The stopwatch's reading from which on calls count.</param>
    /// <param name="duration">How long they count.</param>
    public LoadTimeline(long begins, TimeSpan duration)
    {
        Begins = begins;
        Duration = duration;
        _windows = [.. Enumerable.Range(0, (int)Math.Ceiling(duration.TotalSeconds)).Select(_ => new LoadWindow())];
    }

    public long Begins { get; }

    public TimeSpan Duration { get; }

    public IReadOnlyList<LoadWindow> Windows => _windows;

    /// <summary>Counts a call that ends within the time; one that ends before or after it is none of this run's.</summary>
    /// <param name="outcome">How it ended.</param>
    /// <param name="from">When it was due.</param>
    /// <param name="to">When its end was seen.</param>
    public void Record(LoadOutcome outcome, long from, long to)
    {
        long elapsed = to - Begins;
        if (elapsed < 0 || Stopwatch.GetElapsedTime(Begins, to) >= Duration) return;
        _windows[(int)(elapsed / Stopwatch.Frequency)].Record(outcome, to - from);
    }

    public void Add(LoadTimeline other)
    {
        for (int i = 0; i < _windows.Length; i++) _windows[i].Add(other._windows[i]);
    }

    public LoadWindow Total()
    {
        var total = new LoadWindow();
        foreach (LoadWindow window in _windows) total.Add(window);
        return total;
    }
}
