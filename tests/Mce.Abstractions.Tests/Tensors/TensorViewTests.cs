namespace Mce.Abstractions.Tests.Tensors;

public sealed unsafe class TensorViewTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Views_RandomChains_AsANaiveImplementation(bool text)
    {
        var random = new Random(20260101);
        for (int round = 0; round < 400; round++)
        {
            NaiveTensor naive = NaiveTensor.Iota([.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => (long)random.Next(1, 5))]);
            InferenceTensor tensor = text
                ? InferenceTensor.FromArray(naive.Elements.Select(e => $"{e}").ToArray(), naive.Dimensions)
                : InferenceTensor.FromArray(naive.Elements, naive.Dimensions);

            for (int step = 0; step < 5; step++)
            {
                InferenceTensor before = tensor;
                (naive, tensor) = Step(random, naive, tensor);
                before.Dispose();

                Assert.Equal(naive.Dimensions, tensor.Dimensions.ToArray());
                Assert.Equal(naive.Elements, text ? [.. tensor.ToArray<string>().Select(int.Parse)] : tensor.ToArray<int>());
            }

            tensor.Dispose();
        }
    }

    [Fact]
    public void Slice_OfTheBatch_StaysContiguousAndShares()
    {
        using InferenceTensor tensor = InferenceTensor.Create<int>(4, 3);
        using InferenceTensor rows = tensor.Slice(0, 1, 2);
        rows.AsSpan<int>().Fill(5);

        Assert.True(rows.IsContiguous);
        Assert.Equal([0, 0, 0, 5, 5, 5, 5, 5, 5, 0, 0, 0], tensor.ToArray<int>());
        Assert.True((byte*)rows.DangerousGetAddress() - (byte*)tensor.DangerousGetAddress() == 12);
    }

    [Theory]
    [InlineData(2, 0, 1)]
    [InlineData(-1, 0, 1)]
    [InlineData(0, -1, 1)]
    [InlineData(0, 0, -1)]
    [InlineData(0, 3, 2)]
    [InlineData(0, 1, long.MaxValue)]
    [InlineData(0, long.MaxValue, 1)]
    public void Slice_OutOfRange_Refused(int dimension, long start, long length)
    {
        using InferenceTensor tensor = InferenceTensor.Create<int>(4, 3);

        Assert.Throws<ArgumentOutOfRangeException>(() => tensor.Slice(dimension, start, length));
    }

    [Theory]
    [InlineData(new[] { 0 })]
    [InlineData(new[] { 0, 0 })]
    [InlineData(new[] { 0, 2 })]
    [InlineData(new[] { -1, 0 })]
    [InlineData(new[] { 0, 1, 2 })]
    public void Permute_NoPermutation_Refused(int[] order)
    {
        using InferenceTensor tensor = InferenceTensor.Create<int>(4, 3);

        Assert.Throws<ArgumentException>(() => tensor.Permute(order));
    }

    [Fact]
    public void Reshape_OtherCountOrStrided_Refused()
    {
        using InferenceTensor tensor = InferenceTensor.Create<int>(4, 3);
        using InferenceTensor turned = tensor.Permute(1, 0);

        Assert.Equal(MceErrorCodes.TensorInvalid, Assert.Throws<MceException>(() => tensor.Reshape(5)).Code);
        Assert.Throws<InvalidOperationException>(() => turned.Reshape(12));
    }

    [Fact]
    public void ToContiguous_Contiguous_SharesAndStrided_Copies()
    {
        using InferenceTensor tensor = InferenceTensor.FromArray(new[] { 1, 2, 3, 4 }, 2, 2);
        using InferenceTensor turned = tensor.Permute(1, 0);
        using InferenceTensor shared = tensor.ToContiguous();
        using InferenceTensor copied = turned.ToContiguous();

        Assert.True(shared.DangerousGetAddress() == tensor.DangerousGetAddress());
        Assert.True(copied.DangerousGetAddress() != tensor.DangerousGetAddress());
        Assert.Equal([1, 3, 2, 4], copied.AsSpan<int>().ToArray());
    }

    [Fact]
    public void Views_OfEmptyTensors_AreContiguousAndReadable()
    {
        using InferenceTensor empty = InferenceTensor.Create<int>(0, 2, 3);
        using InferenceTensor turned = empty.Permute(0, 2, 1);

        Assert.True(turned.IsContiguous, "Without elements there are no gaps.");
        Assert.True(turned.AsSpan<int>().IsEmpty);
    }

    [Fact]
    public void Slice_EmptyCornerOfText_Readable()
    {
        using InferenceTensor text = InferenceTensor.FromArray(new[] { "a", "b", "c", "d", "e", "f" }, 2, 3);
        using InferenceTensor column = text.Slice(1, 2, 1);
        using InferenceTensor nothing = column.Slice(0, 2, 0);
        using InferenceTensor copy = InferenceTensor.Create<string>(0, 1);

        Assert.True(nothing.AsReadOnlySpan<string>().IsEmpty);
        nothing.CopyTo(copy);
    }

    [Fact]
    public void DangerousGetAddress_SliceOfText_Null()
    {
        using InferenceTensor text = InferenceTensor.FromArray(new[] { "a", "b", "c" }, 3);
        using InferenceTensor slice = text.Slice(0, 2, 1);

        Assert.Equal(["c"], slice.ToArray<string>());
        Assert.True(slice.DangerousGetAddress() is null, "An index is no address.");
    }

    [Fact]
    public void CopyTo_BytesAndText_CopiesElements()
    {
        using InferenceTensor text = InferenceTensor.FromArray(new[] { "a", "b", "c", "d" }, 2, 2);
        using InferenceTensor turned = text.Permute(1, 0);
        using InferenceTensor copy = InferenceTensor.Create<string>(2, 2);
        turned.CopyTo(copy);
        using InferenceTensor bytes = InferenceTensor.FromArray(new ReadOnlyMemory<byte>[] { new byte[] { 1 }, new byte[] { 2, 3 } }, 2);
        using InferenceTensor bytesCopy = InferenceTensor.Create<ReadOnlyMemory<byte>>(2);
        bytes.CopyTo(bytesCopy);

        Assert.Equal(["a", "c", "b", "d"], copy.ToArray<string>());
        Assert.Equal([2, 3], bytesCopy.ToArray<ReadOnlyMemory<byte>>()[1].ToArray());
    }

    [Fact]
    public void CopyTo_WhatCantHoldIt_Refused()
    {
        using InferenceTensor source = InferenceTensor.Create<int>(2, 2);
        using InferenceTensor otherType = InferenceTensor.Create<float>(2, 2);
        using InferenceTensor otherShape = InferenceTensor.Create<int>(4);
        using InferenceTensor readOnly = InferenceTensor.FromReadOnlyMemory<int>(new int[4], 2, 2);
        using InferenceTensor square = InferenceTensor.Create<int>(2, 2);
        using InferenceTensor strided = square.Permute(1, 0);
        using InferenceTensor device = InferenceTensor.FromMemory(TensorElementType.Int32, [2, 2], new CountingMemory(16, new TensorDevice(TensorDeviceKind.Cuda, 0)));

        Assert.Equal(MceErrorCodes.TensorTypeMismatch, Assert.Throws<MceException>(() => source.CopyTo(otherType)).Code);
        Assert.Equal(MceErrorCodes.TensorShapeMismatch, Assert.Throws<MceException>(() => source.CopyTo(otherShape)).Code);
        Assert.Throws<InvalidOperationException>(() => source.CopyTo(readOnly));
        Assert.Throws<InvalidOperationException>(() => source.CopyTo(strided));
        Assert.Throws<InvalidOperationException>(() => source.CopyTo(device));
        Assert.Throws<InvalidOperationException>(() => device.CopyTo(source));
    }

    private static (NaiveTensor, InferenceTensor) Step(Random random, NaiveTensor naive, InferenceTensor tensor)
    {
        switch (random.Next(4))
        {
            case 0:
                int dimension = random.Next(tensor.Rank);
                long start = random.NextInt64(naive.Dimensions[dimension] + 1);
                long length = random.NextInt64(naive.Dimensions[dimension] - start + 1);
                return (naive.Slice(dimension, start, length), tensor.Slice(dimension, start, length));
            case 1:
                int[] order = [.. Enumerable.Range(0, tensor.Rank)];
                random.Shuffle(order);
                return (naive.Permute(order), tensor.Permute(order));
            case 2:
                using (InferenceTensor packed = tensor.ToContiguous())
                {
                    long[] reversed = [.. naive.Dimensions.Reverse()];
                    return (new NaiveTensor(reversed, naive.Elements), packed.Reshape(reversed));
                }

            default:
                return (naive, tensor.Share());
        }
    }
}
