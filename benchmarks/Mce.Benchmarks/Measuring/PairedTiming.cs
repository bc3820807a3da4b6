using System.Diagnostics;

namespace Mce.Benchmarks;

/// <summary>Times two actions in turn, A B A B, in one process. Only the pairs' differences and ratios mean anything.</summary>
internal static class PairedTiming
{
    private const int Pairs = 101;
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(12);
    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(700);

    /// <returns>The medians over all pairs of (B − A) in nanoseconds a call and of B / A.</returns>
    public static (double AddedNanoseconds, double Ratio) Measure(Action a, Action b)
    {
        // Long enough for the tiers of the JIT, which compile in the background and start over after each pause.
        int calls = Math.Min(CallsIn(a, WarmUp), CallsIn(b, WarmUp));
        calls = Math.Max(1, (int)(calls * (Slice / WarmUp)));

        var added = new double[Pairs];
        var ratios = new double[Pairs];
        for (int i = 0; i < Pairs; i++)
        {
            // Every other pair begins with B: a drift of the machine's speed then falls on both.
            double timeA, timeB;
            if (i % 2 == 0) (timeA, timeB) = (Time(a, calls), Time(b, calls));
            else (timeB, timeA) = (Time(b, calls), Time(a, calls));
            added[i] = timeB - timeA;
            ratios[i] = timeB / timeA;
        }

        return (Median(added), Median(ratios));
    }

    /// <summary>Bytes that the calling thread allocates a call, warm.</summary>
    public static double Bytes(Action action)
    {
        const int Calls = 1_000;
        for (int i = 0; i < Calls; i++) action();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Calls; i++) action();
        return (GC.GetAllocatedBytesForCurrentThread() - before) / (double)Calls;
    }

    private static int CallsIn(Action action, TimeSpan time)
    {
        int calls = 0;
        long began = Stopwatch.GetTimestamp();
        for (; Stopwatch.GetElapsedTime(began) < time; calls++) action();
        return calls;
    }

    private static double Time(Action action, int calls)
    {
        long began = Stopwatch.GetTimestamp();
        for (int i = 0; i < calls; i++) action();
        return Stopwatch.GetElapsedTime(began).TotalNanoseconds / calls;
    }

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return values[values.Length / 2];
    }
}
