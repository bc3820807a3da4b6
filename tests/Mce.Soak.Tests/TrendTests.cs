using Mce.Soak.Memory;

namespace Mce.Soak.Tests;

public class TrendTests
{
    private const int Samples = 300;

    [Fact]
    public void Of_ALineWithoutNoise_IsItsSlope()
    {
        Trend trend = Trend.Of([.. Enumerable.Range(0, Samples).Select(i => ((double)i, 1_000 + (2.0 * i)))])!;

        Assert.Equal(120, trend.PerMinute, 6);
        Assert.Equal(120, trend.Low, 6);
        Assert.False(trend.IsFlat);
    }

    [Fact]
    public void Of_NoiseAroundALevel_IsFlat()
    {
        var random = new Random(1);
        Trend trend = Trend.Of([.. Enumerable.Range(0, Samples).Select(i => ((double)i, 1e8 + (1e6 * random.NextDouble())))])!;

        Assert.True(trend.IsFlat);
        Assert.InRange(0, trend.Low, trend.High);
    }

    [Fact]
    public void Of_ASlowLeakUnderNoise_IsNotFlat()
    {
        var random = new Random(1);
        Trend trend = Trend.Of([.. Enumerable.Range(0, Samples).Select(i => ((double)i, 1e8 + (5_000.0 * i) + (1e6 * random.NextDouble())))])!;

        Assert.False(trend.IsFlat);
        Assert.InRange(300_000, trend.Low, trend.High);
    }

    [Fact]
    public void Of_AFall_CountsAsFlat() => Assert.True(Trend.Of([.. Enumerable.Range(0, Samples).Select(i => ((double)i, 1e8 - (1_000.0 * i)))])!.IsFlat);

    [Fact]
    public void Of_TooFewSamples_IsNothing() => Assert.Null(Trend.Of([(0, 1), (1, 2)]));
}
