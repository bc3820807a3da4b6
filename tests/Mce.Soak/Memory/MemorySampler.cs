using System.Diagnostics;

namespace Mce.Soak.Memory;

/// <summary>Samples the process's memory, once a second.</summary>
internal sealed class MemorySampler
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly List<MemorySample> _samples = [];

    public IReadOnlyList<MemorySample> Samples => _samples;

    public Trend? Resident => SecondHalf(s => s.Resident);

    public Trend? Managed => SecondHalf(s => s.Managed);

    /// <summary>Samples until the token says stop.</summary>
    /// <param name="onSample">Called after each.</param>
    /// <param name="stop">Ends it.</param>
    public async Task RunAsync(Action<MemorySample> onSample, CancellationToken stop)
    {
        long began = Stopwatch.GetTimestamp();
        using Process process = Process.GetCurrentProcess();
        using var timer = new PeriodicTimer(Pause);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                // What is left after a full collection is what would be a leak; garbage that waits for one is none.
                GC.Collect();
                GC.WaitForPendingFinalizers();
                process.Refresh();
                var sample = new MemorySample(Stopwatch.GetElapsedTime(began).TotalSeconds, process.WorkingSet64, GC.GetTotalMemory(forceFullCollection: true));
                _samples.Add(sample);
                onSample(sample);
            }
        }
        catch (OperationCanceledException)
        {
            // The time is over.
        }
    }

    private Trend? SecondHalf(Func<MemorySample, long> of) =>
        Trend.Of([.. _samples.Skip(_samples.Count / 2).Select(s => (s.Seconds, (double)of(s)))]);
}
