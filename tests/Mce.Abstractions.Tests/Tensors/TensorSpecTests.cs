namespace Mce.Abstractions.Tests.Tensors;

public sealed class TensorSpecTests
{
    private static readonly TensorSpec Pixels = new("pixels", TensorElementType.Float32, [TensorDimension.Dynamic("batch", 1, 32), 64]);

    [Theory]
    [InlineData(new long[] { 1, 64 }, true)]
    [InlineData(new long[] { 32, 64 }, true)]
    [InlineData(new long[] { 0, 64 }, false)]
    [InlineData(new long[] { 33, 64 }, false)]
    [InlineData(new long[] { 1, 63 }, false)]
    [InlineData(new long[] { 64 }, false)]
    [InlineData(new long[] { 1, 64, 1 }, false)]
    [InlineData(new long[] { }, false)]
    public void AcceptsShape_Dimensions_ByRankAndRange(long[] dimensions, bool accepted) => Assert.Equal(accepted, Pixels.AcceptsShape(dimensions));

    [Fact]
    public void AcceptsShape_AnyShape_All()
    {
        TensorSpec any = TensorSpec.OfAnyShape("x", TensorElementType.Int8, isOptional: true);

        Assert.True(any.AcceptsShape([]) && any.AcceptsShape([1, 2, 3]));
        Assert.True(any is { HasRank: false, IsFixedShape: false, IsOptional: true });
        Assert.Equal("x: int8[...] (optional)", any.ToString());
    }

    [Fact]
    public void Validate_OtherType_SaysExpectedAndGiven()
    {
        using InferenceTensor tensor = InferenceTensor.Create<double>(1, 64);

        var error = Assert.Throws<MceException>(() => Pixels.Validate(tensor));

        Assert.Equal(MceErrorCodes.TensorTypeMismatch, error.Code);
        Assert.Equal("'pixels' has the wrong element type: expected pixels: float32[batch(1..32), 64], given float64[1, 64].", error.Message);
        Assert.Equal(("pixels", "pixels: float32[batch(1..32), 64]", "float64[1, 64]"), (error.Fields["name"], error.Fields["expected"], error.Fields["given"]));
    }

    [Theory]
    [InlineData(new long[] { 64 }, "rank")]
    [InlineData(new long[] { 1, 63 }, "shape")]
    public void Validate_OtherShape_SaysWhatIsWrong(long[] dimensions, string what)
    {
        using InferenceTensor tensor = InferenceTensor.Create<float>(dimensions);

        var error = Assert.Throws<MceException>(() => Pixels.Validate(tensor));

        Assert.Equal(MceErrorCodes.TensorShapeMismatch, error.Code);
        Assert.StartsWith($"'pixels' has the wrong {what}: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_Fitting_AllocatesNothing()
    {
        using InferenceTensor tensor = InferenceTensor.Create<float>(1, 64);
        for (int i = 0; i < 3; i++) Pixels.Validate(tensor);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++) Pixels.Validate(tensor);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Constructor_NoNameOrType_Refused()
    {
        Assert.Throws<ArgumentException>(() => new TensorSpec("", TensorElementType.Int8, []));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TensorSpec("x", TensorElementType.None, []));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TensorSpec("x", (TensorElementType)77, []));
    }

    [Fact]
    public void IsFixedShape_OnlyWithoutDynamicDimensions()
    {
        Assert.False(Pixels.IsFixedShape);
        Assert.True(new TensorSpec("x", TensorElementType.Int8, [1, 2]).IsFixedShape);
        Assert.True(new TensorSpec("x", TensorElementType.Int8, []).IsFixedShape);
    }

    [Theory]
    [InlineData(typeof(bool), TensorElementType.Boolean, 1)]
    [InlineData(typeof(sbyte), TensorElementType.Int8, 1)]
    [InlineData(typeof(short), TensorElementType.Int16, 2)]
    [InlineData(typeof(int), TensorElementType.Int32, 4)]
    [InlineData(typeof(long), TensorElementType.Int64, 8)]
    [InlineData(typeof(byte), TensorElementType.UInt8, 1)]
    [InlineData(typeof(ushort), TensorElementType.UInt16, 2)]
    [InlineData(typeof(uint), TensorElementType.UInt32, 4)]
    [InlineData(typeof(ulong), TensorElementType.UInt64, 8)]
    [InlineData(typeof(Half), TensorElementType.Float16, 2)]
    [InlineData(typeof(BFloat16), TensorElementType.BFloat16, 2)]
    [InlineData(typeof(float), TensorElementType.Float32, 4)]
    [InlineData(typeof(double), TensorElementType.Float64, 8)]
    [InlineData(typeof(string), TensorElementType.String, 0)]
    [InlineData(typeof(ReadOnlyMemory<byte>), TensorElementType.Bytes, 0)]
    public void ElementTypes_EachDotNetType_HasItsTypeAndSize(Type type, TensorElementType expected, int size)
    {
        object? found = typeof(TensorElementTypes).GetMethod(nameof(TensorElementTypes.Of))!.MakeGenericMethod(type).Invoke(null, null);

        Assert.Equal(expected, found);
        Assert.Equal(size, TensorElementTypes.SizeOf(expected));
        Assert.Equal(size == 0, TensorElementTypes.IsManaged(expected));
    }
}
