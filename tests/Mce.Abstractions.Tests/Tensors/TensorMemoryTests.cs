namespace Mce.Abstractions.Tests.Tensors;

public sealed unsafe class TensorMemoryTests
{
    [Fact]
    public void TryAddReference_AfterTheLastRelease_Fails()
    {
        var memory = new CountingMemory(4);
        Assert.True(memory.TryAddReference());
        memory.Release();
        memory.Release();

        Assert.False(memory.TryAddReference());
        Assert.False(memory.TryAddReference());
        Assert.Equal(1, memory.Frees);
    }

    [Fact]
    public void Release_TooOften_Throws()
    {
        var memory = new CountingMemory(4);
        memory.Release();

        Assert.Throws<InvalidOperationException>(memory.Release);
        Assert.False(memory.TryAddReference());
        Assert.Equal(1, memory.Frees);
    }

    [Fact]
    public void Revive_InUse_Throws()
    {
        var memory = new CountingMemory(4);
        Assert.Throws<InvalidOperationException>(memory.ReviveForTest);
        memory.Release();
        memory.ReviveForTest();

        Assert.True(memory.TryAddReference());
    }

    [Fact]
    public void References_ManyThreads_FreedOnceByTheLast()
    {
        var memory = new CountingMemory(4);
        using var gate = new Barrier(4);
        Thread[] threads = [.. Enumerable.Range(0, 4).Select(_ => new Thread(() =>
        {
            gate.SignalAndWait();
            for (int i = 0; i < 20_000; i++)
                if (memory.TryAddReference()) memory.Release();
        }))];
        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) thread.Join();

        Assert.Equal(0, memory.Frees);
        memory.Release();
        Assert.Equal(1, memory.Frees);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(long.MaxValue)]
    public void HeapTensorMemory_ImpossibleLength_Refused(long length) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new HeapTensorMemory(length));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4097)]
    public void HeapTensorMemory_AnyLength_AlignedAndZeroed(long length)
    {
        var memory = new HeapTensorMemory(length);

        Assert.Equal(0u, (nuint)memory.Address % HeapTensorMemory.Alignment);
        Assert.True(new ReadOnlySpan<byte>(memory.Address, (int)length).IndexOfAnyExcept((byte)0) < 0);
        Assert.Equal(length, memory.ByteLength);
    }

    [Fact]
    public void Constructor_NullAddressWithLength_Refused() => Assert.Throws<ArgumentNullException>(() => new NowhereMemory(1));

    private sealed class NowhereMemory(long length) : TensorMemory(null, length, TensorDevice.Cpu)
    {
        protected override void Free()
        {
        }
    }
}
