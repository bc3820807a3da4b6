namespace Mce.Benchmarks.Tests;

public class LatencyHistogramTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(1_000_000)]
    [InlineData(30_000_000_000)]
    public void At_RandomDurations_IsWithinHalfAPercentOfTheSortedOnes(long largest)
    {
        var random = new Random(1);
        long[] all = [.. Enumerable.Range(0, 10_000).Select(_ => (long)(largest * Math.Pow(random.NextDouble(), 3)))];
        var histogram = new LatencyHistogram();
        foreach (long one in all) histogram.Record(one);
        Array.Sort(all);

        Assert.Equal(all.Length, histogram.Count);
        Assert.Equal(all[^1], histogram.Max);
        foreach (double quantile in (double[])[0.01, 0.5, 0.9, 0.99, 0.999, 1])
        {
            long expected = all[(int)Math.Ceiling(quantile * all.Length) - 1];
            Assert.InRange(histogram.At(quantile), expected - (expected * 0.005), expected + (expected * 0.005));
        }
    }

    [Fact]
    public void At_NothingRecorded_IsZero() => Assert.Equal(0, new LatencyHistogram().At(0.99));

    [Fact]
    public void Record_BeyondItsRange_CountsAsTheLargest()
    {
        var histogram = new LatencyHistogram();
        histogram.Record(long.MaxValue);
        histogram.Record(-5);

        Assert.Equal(2, histogram.Count);
        Assert.Equal((1L << 40) - 1, histogram.Max);
    }

    [Fact]
    public void Add_TwoHistograms_CountsBoth()
    {
        LatencyHistogram one = new(), other = new();
        for (int i = 1; i <= 100; i++) one.Record(i);
        for (int i = 101; i <= 200; i++) other.Record(i);
        one.Add(other);

        Assert.Equal(200, one.Count);
        Assert.Equal(100, one.At(0.5));
        Assert.Equal(200, one.Buckets().Sum(b => b.Count));
        Assert.Equal(200, one.Max);
    }

    [Fact]
    public void Record_FromManyThreads_LosesNone()
    {
        var histogram = new LatencyHistogram();
        Parallel.For(0, 100_000, i => histogram.Record(i % 1_000));

        Assert.Equal(100_000, histogram.Count);
        Assert.Equal(999, histogram.Max);
    }
}
