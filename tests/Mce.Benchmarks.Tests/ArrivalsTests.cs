using System.Diagnostics;

namespace Mce.Benchmarks.Tests;

public class ArrivalsTests
{
    private const int Count = 20_000;
    private const double Rate = 1_000;

    [Fact]
    public void Next_Constant_IsAtEvenDistances()
    {
        var arrivals = new Arrivals(Rate, isPoisson: false, began: 0);
        double gap = Stopwatch.Frequency / Rate;

        for (int i = 1; i <= 100; i++) Assert.InRange(arrivals.Next(), (i * gap) - 1, (i * gap) + 1);
    }

    [Fact]
    public void Next_Poisson_HasTheRateAndTheSpreadOfOne()
    {
        var arrivals = new Arrivals(Rate, isPoisson: true, began: 0);
        double[] gaps = new double[Count];
        long last = 0;
        for (int i = 0; i < Count; i++)
        {
            long next = arrivals.Next();
            gaps[i] = (next - last) * Rate / Stopwatch.Frequency;
            last = next;
        }

        // Of an exponential distribution, mean and deviation are the same, and e^-1 of all are above the mean.
        Assert.InRange(gaps.Average(), 0.97, 1.03);
        Assert.InRange(Math.Sqrt(gaps.Sum(g => (g - 1) * (g - 1)) / Count), 0.95, 1.05);
        Assert.InRange(gaps.Count(g => g > 1) / (double)Count, 0.35, 0.39);
    }
}
