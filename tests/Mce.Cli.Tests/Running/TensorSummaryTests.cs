using Mce.Cli.Running;

namespace Mce.Cli.Tests.Running;

public sealed class TensorSummaryTests
{
    [Fact]
    public void Of_NumbersWithNaN_LeavesThoseOutAndCountsThem()
    {
        using InferenceTensor tensor = InferenceTensor.FromArray([1f, float.NaN, -3f, 5f], 2, 2);

        TensorSummary summary = TensorSummary.Of(tensor);

        Assert.Equal((-3, 5, 1, 1), (summary.Minimum, summary.Maximum, summary.Mean, summary.NotNumbers));
        Assert.Equal(["1", "NaN", "-3", "5"], summary.FirstValues);
    }

    [Theory]
    [MemberData(nameof(EveryType))]
    public void Of_EveryElementType_HasASummary(TensorElementType type)
    {
        using InferenceTensor tensor = InferenceTensor.Create(type, 2, 4);

        TensorSummary summary = TensorSummary.Of(tensor);

        Assert.Equal(6, summary.FirstValues.Count);
        Assert.Equal(type is TensorElementType.Boolean or TensorElementType.String or TensorElementType.Bytes ? null : 0.0, summary.Mean);
    }

    [Fact]
    public void Of_NoElements_HasNoMean()
    {
        using InferenceTensor tensor = InferenceTensor.Create<long>(0, 4);

        Assert.Null(TensorSummary.Of(tensor).Mean);
    }

    public static TheoryData<TensorElementType> EveryType => [.. Enum.GetValues<TensorElementType>().Where(t => t != TensorElementType.None)];
}
