namespace Mce;

/// <summary>
/// Memory on the pinned object heap, aligned to 64 bytes. The collector owns it: it lives as long as anything refers to
/// it, counts cost nothing, and a span that outlives its tensor never reads unmapped memory. Thread-safe.
/// </summary>
public sealed unsafe class HeapTensorMemory : TensorMemory
{
    /// <summary>The alignment of the first byte, that of a cache line and of an AVX-512 register.</summary>
    public const int Alignment = 64;

    // Keeps the array alive: the address alone is invisible to the collector.
    private readonly byte[] _array;

    /// <summary>Allocates <paramref name="byteLength"/> bytes.</summary>
    /// <param name="byteLength">From 0 to a little under 2 GiB.</param>
    /// <param name="zeroed">Whether the bytes are cleared first.</param>
    public HeapTensorMemory(long byteLength, bool zeroed = true)
        : this(byteLength, AlignedArray.Allocate(byteLength, zeroed))
    {
    }

    private HeapTensorMemory(long byteLength, byte[] array)
        : base(AlignedArray.Address(array), byteLength) => _array = array;

    /// <summary>Does nothing: the collector frees.</summary>
    protected override void Free() => GC.KeepAlive(_array);
}
