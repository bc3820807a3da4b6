using Mce.Cli.Checking;

namespace Mce.Cli.Tests.Checking;

public sealed class TensorComparerTests
{
    private static readonly Tolerance Unsaid = new(null, null);

    [Theory]
    [InlineData(1f, 1f, true)]
    [InlineData(1f, 1.001f, true)]
    [InlineData(1f, 1.0012f, false)]
    [InlineData(0f, 9e-6f, true)]
    [InlineData(0f, 2e-5f, false)]
    [InlineData(0f, -0f, true)]
    [InlineData(float.NaN, float.NaN, true)]
    [InlineData(float.NaN, 1f, false)]
    [InlineData(1f, float.NaN, false)]
    [InlineData(float.PositiveInfinity, float.PositiveInfinity, true)]
    [InlineData(float.PositiveInfinity, float.NegativeInfinity, false)]
    [InlineData(float.PositiveInfinity, 1f, false)]
    [InlineData(1f, float.PositiveInfinity, false)]
    public void Compare_FloatingPoint_IsAsNumPysAllclose(float expected, float actual, bool same) =>
        Assert.Equal(same, Compare(expected, actual, Unsaid) is null);

    [Fact]
    public void Compare_WholeNumbers_MustBeEqualUnlessTheManifestSaysOtherwise()
    {
        Assert.NotNull(Compare(5_000, 5_001, Unsaid));
        Assert.Null(Compare(5_000, 5_001, new Tolerance(null, 1)));
        Assert.NotNull(Compare(5_000, 5_002, new Tolerance(null, 1)));
        Assert.Null(Compare(5_000, 5_001, new Tolerance(1e-3, null)));
    }

    [Fact]
    public void Compare_WholeNumbersThatFloat64DoesNotTellApart_Differ()
    {
        Assert.NotNull(Compare(long.MaxValue, long.MaxValue - 1, Unsaid));
        Assert.NotNull(Compare(long.MinValue, long.MaxValue, Unsaid));
        Assert.NotNull(Compare(ulong.MaxValue, ulong.MaxValue - 1, Unsaid));
    }

    [Fact]
    public void Compare_BFloat16WithFloat32_GoesByWhatItStandsFor()
    {
        using InferenceTensor actual = InferenceTensor.FromArray(new[] { (BFloat16)1.0f, (BFloat16)2.5f }, 2);
        using InferenceTensor near = InferenceTensor.FromArray(new[] { 1.0005f, 2.5f }, 2);
        using InferenceTensor far = InferenceTensor.FromArray(new[] { 1.01f, 2.5f }, 2);
        using InferenceTensor same = InferenceTensor.FromArray(new[] { (BFloat16)1.0f, (BFloat16)2.5f }, 2);

        Assert.Null(TensorComparer.Compare(near, actual, Unsaid));
        Assert.NotNull(TensorComparer.Compare(far, actual, Unsaid));
        Assert.Null(TensorComparer.Compare(same, actual, Unsaid));
        Assert.NotNull(TensorComparer.Compare(actual, near, Unsaid)); // a model that gives float32 where bfloat16 is expected
    }

    [Fact]
    public void Compare_OtherShapeOrType_SaysBoth()
    {
        using InferenceTensor expected = InferenceTensor.Create<float>(2, 3);
        using InferenceTensor shape = InferenceTensor.Create<float>(3, 2);
        using InferenceTensor type = InferenceTensor.Create<double>(2, 3);

        Assert.Equal("is float32[3, 2], expected float32[2, 3]", TensorComparer.Compare(expected, shape, Unsaid));
        Assert.Equal("is float64[2, 3], expected float32[2, 3]", TensorComparer.Compare(expected, type, Unsaid));
    }

    [Fact]
    public void Compare_Differences_AreCountedWithTheFirstAndTheLargest()
    {
        using InferenceTensor expected = InferenceTensor.FromArray(new[] { 1f, 2f, 4f, 0f, 8f, 1f }, 2, 3);
        using InferenceTensor actual = InferenceTensor.FromArray(new[] { 1f, 2f, 5f, 0f, 6f, 1f }, 2, 3);

        string difference = TensorComparer.Compare(expected, actual, new Tolerance(0, 0.5))!;

        Assert.Contains("2 of 6 elements", difference, StringComparison.Ordinal);
        Assert.Contains("first at [0, 2]: got 5, expected 4", difference, StringComparison.Ordinal);
        Assert.Contains("2 absolute, 0.25 relative", difference, StringComparison.Ordinal);
    }

    [Fact]
    public void Compare_Text_MustBeEqual()
    {
        using InferenceTensor expected = InferenceTensor.FromArray(new[] { "cat", "dog" }, 2);
        using InferenceTensor actual = InferenceTensor.FromArray(new[] { "cat", "Dog" }, 2);

        Assert.Contains("got \"Dog\", expected \"dog\"", TensorComparer.Compare(expected, actual, Unsaid)!, StringComparison.Ordinal);
        Assert.Null(TensorComparer.Compare(expected, expected, Unsaid));
    }

    private static string? Compare<T>(T expected, T actual, Tolerance tolerance)
    {
        using InferenceTensor wanted = InferenceTensor.FromArray(new[] { expected }, 1), given = InferenceTensor.FromArray(new[] { actual }, 1);
        return TensorComparer.Compare(wanted, given, tolerance);
    }
}
