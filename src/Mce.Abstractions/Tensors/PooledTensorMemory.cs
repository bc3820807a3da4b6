namespace Mce;

/// <summary>
/// Counted memory on the pinned object heap that a pool hands out again and again. Whatever the pool drops, the collector
/// takes; a span that outlives its tensor shows the memory's next user at worst.
/// </summary>
/// <remarks>A pool derives from it: <see cref="TensorMemory.Free"/> says that the memory is back, <see cref="TensorMemory.Revive"/> hands it out.</remarks>
public abstract unsafe class PooledTensorMemory : TensorMemory
{
    // Keeps the array alive: the address alone is invisible to the collector.
    private readonly byte[] _array;

    /// <summary>Allocates, not cleared, aligned to <see cref="HeapTensorMemory.Alignment"/>.</summary>
    /// <param name="byteLength">From 0 to a little under 2 GiB.</param>
    protected PooledTensorMemory(long byteLength)
        : this(byteLength, AlignedArray.Allocate(byteLength, zeroed: false))
    {
    }

    private PooledTensorMemory(long byteLength, byte[] array)
        : base(AlignedArray.Address(array), byteLength, TensorDevice.Cpu) => _array = array;
}
