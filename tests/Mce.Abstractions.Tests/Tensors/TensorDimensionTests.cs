namespace Mce.Abstractions.Tests.Tensors;

public sealed class TensorDimensionTests
{
    [Fact]
    public void Fixed_Size_AcceptsItAlone()
    {
        TensorDimension dimension = 64;

        Assert.False(dimension.IsDynamic);
        Assert.True(dimension.Accepts(64));
        Assert.False(dimension.Accepts(63) || dimension.Accepts(65));
        Assert.Equal(TensorDimension.Fixed(64), TensorDimension.FromInt64(64));
    }

    [Theory]
    [InlineData(null, 0, long.MaxValue, "?")]
    [InlineData("", 0, long.MaxValue, "?")]
    [InlineData("batch", 0, long.MaxValue, "batch")]
    [InlineData("batch", 1, long.MaxValue, "batch")]
    [InlineData("batch", 2, long.MaxValue, "batch(2..)")]
    [InlineData("batch", 1, 8, "batch(1..8)")]
    public void ToString_Dynamic_ShowsNameAndRange(string? symbol, long minimum, long maximum, string expected) =>
        Assert.Equal(expected, TensorDimension.Dynamic(symbol, minimum, maximum).ToString());

    [Fact]
    public void Dynamic_ImpossibleRange_Refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => TensorDimension.Dynamic("x", -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => TensorDimension.Dynamic("x", 2, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => TensorDimension.Fixed(-1));
    }

    [Theory]
    [InlineData(1, 4, 4, 9, true)]
    [InlineData(1, 3, 4, 9, false)]
    [InlineData(4, 9, 1, 3, false)]
    [InlineData(0, 100, 5, 5, true)]
    public void Overlaps_Ranges_WhenASizeFitsBoth(long minimum, long maximum, long otherMinimum, long otherMaximum, bool expected)
    {
        TensorDimension one = TensorDimension.Dynamic(null, minimum, maximum), other = TensorDimension.Dynamic(null, otherMinimum, otherMaximum);

        Assert.Equal(expected, one.Overlaps(other));
        Assert.Equal(expected, other.Overlaps(one));
    }
}
