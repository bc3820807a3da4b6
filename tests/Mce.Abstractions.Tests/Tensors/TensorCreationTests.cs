namespace Mce.Abstractions.Tests.Tensors;

public sealed unsafe class TensorCreationTests
{
    private const long Huge = 1L << 62;

    [Fact]
    public void Create_Numbers_ZeroedAlignedAndDescribed()
    {
        using InferenceTensor tensor = InferenceTensor.Create<float>(2, 3);

        Assert.Equal(TensorElementType.Float32, tensor.ElementType);
        Assert.Equal([2, 3], tensor.Dimensions.ToArray());
        Assert.Equal([3, 1], tensor.Strides.ToArray());
        Assert.Equal((2, 6L, 24L), (tensor.Rank, tensor.ElementCount, tensor.ByteLength));
        Assert.True(tensor is { IsContiguous: true, IsReadOnly: false, IsDisposed: false });
        Assert.Equal(TensorDevice.Cpu, tensor.Device);
        Assert.Equal(new float[6], tensor.ToArray<float>());
        Assert.Equal(0u, (nuint)tensor.DangerousGetAddress() % HeapTensorMemory.Alignment);
        Assert.Equal("float32[2, 3]", tensor.ToString());
    }

    [Fact]
    public void Create_NoDimensions_IsAScalar()
    {
        using InferenceTensor scalar = InferenceTensor.Create<long>();
        scalar.AsSpan<long>()[0] = 7;

        Assert.Equal((0, 1L, 8L), (scalar.Rank, scalar.ElementCount, scalar.ByteLength));
        Assert.Equal([7L], scalar.ToArray<long>());
        Assert.Equal("int64[]", scalar.ToString());
    }

    [Fact]
    public void Create_ADimensionOfZero_IsEmpty()
    {
        using InferenceTensor empty = InferenceTensor.Create<double>(4, 0, 3);

        Assert.Equal((0L, 0L), (empty.ElementCount, empty.ByteLength));
        Assert.True(empty.IsContiguous);
        Assert.Empty(empty.ToArray<double>());
        Assert.True(empty.DangerousGetAddress() is null, "Promised to be null when empty.");
    }

    [Fact]
    public void Create_TextAndBytes_EmptyElementsWithoutAddress()
    {
        using InferenceTensor text = InferenceTensor.Create<string>(2);
        using InferenceTensor bytes = InferenceTensor.Create<ReadOnlyMemory<byte>>(2);

        Assert.Equal(["", ""], text.ToArray<string>());
        Assert.All(bytes.ToArray<ReadOnlyMemory<byte>>(), b => Assert.True(b.IsEmpty));
        Assert.Equal((0L, 0L), (text.ByteLength, bytes.ByteLength));
        Assert.True(text.DangerousGetAddress() is null && bytes.DangerousGetAddress() is null);
    }

    public static TheoryData<long[], string> ImpossibleDimensions => new()
    {
        { [-1], "negative" },
        { [2, -3, 0], "negative" },
        { [Huge, 8], "overflow" },
        { [Huge, 8, 0], "overflow" },
        { [0, Huge, 8], "overflow" },
        { [long.MaxValue, long.MaxValue], "overflow" },
        { [Huge], "overflow" },
        { [1L << 40], "2 GiB" },
        { new long[65], "65" },
    };

    [Theory]
    [MemberData(nameof(ImpossibleDimensions))]
    public void Create_ImpossibleDimensions_Refused(long[] dimensions, string mentions)
    {
        var error = Assert.Throws<MceException>(() => InferenceTensor.Create<double>(dimensions));

        Assert.Equal(MceErrorCodes.TensorInvalid, error.Code);
        Assert.Contains(mentions, error.Message, StringComparison.Ordinal);
        Assert.Equal($"[{string.Join(", ", dimensions)}]", error.Fields["shape"]);
    }

    [Theory]
    [InlineData(1L << 31)]
    [InlineData(long.MaxValue)]
    public void Create_TooManyManagedElements_Refused(long count) =>
        Assert.Equal(MceErrorCodes.TensorInvalid, Assert.Throws<MceException>(() => InferenceTensor.Create<string>(count)).Code);

    [Fact]
    public void Create_RankOfSixtyFour_Possible()
    {
        long[] ones = [.. Enumerable.Repeat(1L, 64)];
        using InferenceTensor tensor = InferenceTensor.Create<byte>(ones);

        Assert.Equal(64, tensor.Rank);
    }

    [Fact]
    public void Create_NoElementType_Refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => InferenceTensor.Create(TensorElementType.None, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => InferenceTensor.Create((TensorElementType)99, 1));
        Assert.Contains("decimal", Assert.Throws<NotSupportedException>(() => InferenceTensor.Create<decimal>(1)).Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void FromArray_CallersMemory_SharedNotCopied()
    {
        int[] array = [1, 2, 3, 4];
        using InferenceTensor tensor = InferenceTensor.FromArray(array, 2, 2);
        array[0] = 10;
        tensor.AsSpan<int>()[3] = 40;

        Assert.Equal([10, 2, 3, 40], tensor.ToArray<int>());
        Assert.Equal(40, array[3]);
        fixed (int* first = array) Assert.True(first == tensor.DangerousGetAddress());
    }

    [Theory]
    [InlineData(new long[] { 5 })]
    [InlineData(new long[] { 3 })]
    [InlineData(new long[] { })]
    [InlineData(new long[] { 0 })]
    public void FromArray_OtherLength_Refused(long[] dimensions)
    {
        var error = Assert.Throws<MceException>(() => InferenceTensor.FromArray(new int[4], dimensions));

        Assert.Equal(MceErrorCodes.TensorInvalid, error.Code);
        Assert.Contains("memory has 4", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FromArray_Empty_HasNoAddress()
    {
        using InferenceTensor empty = InferenceTensor.FromArray(Array.Empty<float>(), 0, 8);

        Assert.True(empty.DangerousGetAddress() is null);
        Assert.True(empty.AsSpan<float>().IsEmpty);
    }

    [Fact]
    public void FromReadOnlyMemory_Writing_RefusedInViewsToo()
    {
        using InferenceTensor tensor = InferenceTensor.FromReadOnlyMemory<float>(new float[] { 1, 2 }, 2);
        using InferenceTensor view = tensor.Reshape(1, 2);

        Assert.True(tensor.IsReadOnly && view.IsReadOnly);
        Assert.Throws<InvalidOperationException>(() => { tensor.AsSpan<float>(); });
        Assert.Throws<InvalidOperationException>(() => { view.AsSpan<float>(); });
        Assert.Equal([1f, 2f], tensor.AsReadOnlySpan<float>().ToArray());
    }

    [Fact]
    public void AsSpan_OtherElementType_SaysWhichToAskFor()
    {
        using InferenceTensor tensor = InferenceTensor.Create<float>(1);

        var error = Assert.Throws<InvalidOperationException>(() => { tensor.AsSpan<int>(); });
        Assert.Contains("Float32", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AsSpan_DeviceMemory_Refused()
    {
        var memory = new CountingMemory(16, new TensorDevice(TensorDeviceKind.Cuda, 1));
        using InferenceTensor tensor = InferenceTensor.FromMemory(TensorElementType.Float32, [4], memory);

        Assert.Contains("cuda:1", Assert.Throws<InvalidOperationException>(() => { tensor.AsReadOnlySpan<float>(); }).Message, StringComparison.Ordinal);
    }

    public static TheoryData<TensorElementType, long[], long[], long> LayoutsThatDontFit => new()
    {
        { TensorElementType.Float32, [5], [], 0 },
        { TensorElementType.Float32, [4], [], 1 },
        { TensorElementType.Float32, [4], [], -1 },
        { TensorElementType.Float32, [4], [], 17 },
        { TensorElementType.Float32, [4], [], long.MaxValue },
        { TensorElementType.Float32, [2, 2], [3, 1, 1], 0 },
        { TensorElementType.Float32, [2, 2], [3, 1], 0 },
        { TensorElementType.Float32, [2], [-1], 4 },
        { TensorElementType.Float32, [2], [Huge], 0 },
        { TensorElementType.UInt8, [2], [long.MaxValue], 0 },
        { TensorElementType.Float32, [2], [long.MaxValue], 0 },
        { TensorElementType.Float64, [3, 2], [long.MaxValue / 2, 1], 0 },
        { TensorElementType.UInt8, [3], [long.MaxValue], 0 },
    };

    [Theory]
    [MemberData(nameof(LayoutsThatDontFit))]
    public void FromMemory_LayoutBeyondTheMemory_RefusedAndCountKept(TensorElementType type, long[] dimensions, long[] strides, long offset)
    {
        var memory = new CountingMemory(16);

        var error = Assert.Throws<MceException>(() => InferenceTensor.FromMemory(type, dimensions, memory, strides, offset));

        Assert.Equal(MceErrorCodes.TensorInvalid, error.Code);
        Assert.Equal(0, memory.Frees);
        memory.Release();
        Assert.Equal(1, memory.Frees);
    }

    [Fact]
    public void FromMemory_StridesAndOffset_ReachTheRightElements()
    {
        var memory = new CountingMemory(12);
        for (int i = 0; i < 12; i++) ((byte*)memory.Address)[i] = (byte)i;
        using InferenceTensor tensor = InferenceTensor.FromMemory(TensorElementType.UInt8, [2, 3], memory, [5, 2], byteOffset: 1);

        Assert.False(tensor.IsContiguous);
        Assert.Equal([1, 3, 5, 6, 8, 10], tensor.ToArray<byte>());
        Assert.Throws<InvalidOperationException>(() => { tensor.AsReadOnlySpan<byte>(); });
    }

    [Theory]
    [InlineData(TensorElementType.Float32, 2)]
    [InlineData(TensorElementType.Float64, 4)]
    [InlineData(TensorElementType.Int16, 1)]
    public void FromMemory_OffsetWithinAnElement_Refused(TensorElementType type, long offset)
    {
        MceException error = Assert.Throws<MceException>(() => InferenceTensor.FromMemory(type, [1], new HeapTensorMemory(64), byteOffset: offset));

        Assert.Equal(MceErrorCodes.TensorInvalid, error.Code);
        Assert.Contains($"offset {offset} lies within an element", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FromMemory_StrideOfZeroOverMoreBytesThanCanBeCounted_Refused() => Assert.Equal(
        MceErrorCodes.TensorInvalid,
        Assert.Throws<MceException>(() => InferenceTensor.FromMemory(TensorElementType.Float32, [1L << 61], new HeapTensorMemory(4), [0])).Code);

    [Fact]
    public void FromMemory_StrideOfZero_Repeats()
    {
        var memory = new CountingMemory(2);
        ((byte*)memory.Address)[1] = 9;
        using InferenceTensor tensor = InferenceTensor.FromMemory(TensorElementType.UInt8, [3, 2], memory, [0, 1]);

        Assert.Equal([0, 9, 0, 9, 0, 9], tensor.ToArray<byte>());
    }

    [Fact]
    public void FromMemory_Text_Refused() =>
        Assert.Throws<ArgumentException>(() => InferenceTensor.FromMemory(TensorElementType.String, [1], new CountingMemory(8)));
}
