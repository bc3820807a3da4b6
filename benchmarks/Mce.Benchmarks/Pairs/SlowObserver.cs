using System.Diagnostics;

namespace Mce.Benchmarks;

/// <summary><see cref="DirectOnnx"/> with an observer that sleeps in each event.</summary>
public class DirectOnnxSlowlyObserved : DirectOnnx
{
    protected override void Configure(MceServerBuilder builder) => builder.AddObserver(new Sleeper());

    private sealed class Sleeper : IInvocationObserver
    {
        public void OnReceived(in RequestReceived e) => Thread.Sleep(10);

        public void OnStarted(in RequestStarted e) => Thread.Sleep(10);

        public void OnCompleted(in RequestCompleted e) => Thread.Sleep(10);
    }
}

/// <summary>Holds the slowest calls of one server against those of another, in turn.</summary>
internal static class Tails
{
    private const int Rounds = 101;
    private const int Calls = 2_000;

    /// <returns>The median over all rounds of B's 99th percentile through A's.</returns>
    public static double Ratio(Action a, Action b)
    {
        var durations = new long[Calls];
        var ratios = new double[Rounds];
        for (int i = 0; i < 5; i++) (_, _) = (Percentile(a, durations), Percentile(b, durations)); // warm
        for (int i = 0; i < Rounds; i++)
        {
            double ofA, ofB;
            if (i % 2 == 0) (ofA, ofB) = (Percentile(a, durations), Percentile(b, durations));
            else (ofB, ofA) = (Percentile(b, durations), Percentile(a, durations));
            ratios[i] = ofB / ofA;
        }

        Array.Sort(ratios);
        return ratios[Rounds / 2];
    }

    private static double Percentile(Action call, long[] durations)
    {
        for (int i = 0; i < durations.Length; i++)
        {
            long began = Stopwatch.GetTimestamp();
            call();
            durations[i] = Stopwatch.GetTimestamp() - began;
        }

        Array.Sort(durations);
        return durations[durations.Length * 99 / 100];
    }
}
