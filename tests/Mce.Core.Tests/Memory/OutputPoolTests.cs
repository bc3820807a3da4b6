namespace Mce.Core.Tests.Memory;

public sealed class OutputPoolTests
{
    [Fact]
    public unsafe void Allocate_AfterReturn_ReusesTheMemory()
    {
        var pool = new OutputPool(1 << 20);
        InferenceTensor first = pool.Allocate(0, TensorElementType.Float32, [3, 5]);
        nint address = (nint)first.DangerousGetAddress();
        first.Dispose();
        Assert.Equal(256, pool.RetainedBytes);

        using InferenceTensor second = pool.Allocate(0, TensorElementType.Int64, [7]);

        Assert.Equal(address, (nint)second.DangerousGetAddress());
        Assert.Equal(0, address % 64);
        Assert.Equal(0, pool.RetainedBytes);
        Assert.Throws<ObjectDisposedException>(() => first.Memory);
    }

    [Fact]
    public void Allocate_OverTheBudget_KeepsNothing()
    {
        var pool = new OutputPool(1_000);
        InferenceTensor[] tensors = [.. Enumerable.Range(0, 10).Select(_ => pool.Allocate(0, TensorElementType.Float32, [100]))];
        foreach (InferenceTensor tensor in tensors) tensor.Dispose();

        Assert.InRange(pool.RetainedBytes, 0, 1_000);
    }

    [Theory]
    [InlineData(new long[] { 0 }, 0)]
    [InlineData(new long[] { }, 4)]
    [InlineData(new long[] { 64 }, 256)]
    [InlineData(new long[] { 65 }, 260)]
    [InlineData(new long[] { 1 << 20, 20 }, 80L << 20)]
    public void Allocate_AnySize_FitsTheShape(long[] dimensions, long bytes)
    {
        using InferenceTensor tensor = new OutputPool(1 << 30).Allocate(0, TensorElementType.Float32, dimensions);

        Assert.Equal(bytes, tensor.ByteLength);
        Assert.True(tensor.Memory.ByteLength >= bytes);
        Assert.Equal(bytes / 4, tensor.AsSpan<float>().Length);
    }

    [Fact]
    public void Allocate_ImpossibleShape_IsRefused()
    {
        MceException error = Assert.Throws<MceException>(() => new OutputPool(1 << 20).Allocate(0, TensorElementType.Float32, [long.MaxValue, 2]));

        Assert.Equal(MceErrorCodes.TensorInvalid, error.Code);
    }

    [Fact]
    public void AcquireMemory_OfATensorWhoseBlockServesAnother_IsRefused()
    {
        var pool = new OutputPool(1 << 20);
        InferenceTensor first = pool.Allocate(0, TensorElementType.Float32, [4]);
        first.Dispose();
        using InferenceTensor second = pool.Allocate(0, TensorElementType.Float32, [4]);

        Assert.Throws<ObjectDisposedException>(() => first.AcquireMemory());
        Assert.Throws<ObjectDisposedException>(() => first.Share());
    }
}
