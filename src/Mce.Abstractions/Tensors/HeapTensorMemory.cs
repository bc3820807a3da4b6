using System.Runtime.CompilerServices;

namespace Mce;

/// <summary>
/// Memory on the pinned object heap, aligned to 64 bytes. The collector owns it, so that a span which outlives its tensor
/// reads stale data at worst and never unmapped memory.
/// </summary>
/// <remarks>Pools derive from it. Not for plugins: they get such memory from the output allocator.</remarks>
public unsafe class HeapTensorMemory : TensorMemory
{
    /// <summary>The alignment of the first byte, that of a cache line and of an AVX-512 register.</summary>
    public const int Alignment = 64;

    // Keeps the array alive: the address alone is invisible to the collector.
    private readonly byte[] _array;

    /// <summary>Allocates <paramref name="byteLength"/> bytes.</summary>
    /// <param name="byteLength">From 0 to a little under 2 GiB.</param>
    /// <param name="zeroed">Whether the bytes are cleared first.</param>
    public HeapTensorMemory(long byteLength, bool zeroed = true)
        : this(byteLength, Allocate(byteLength, zeroed))
    {
    }

    private HeapTensorMemory(long byteLength, byte[] array)
        : base(Align(array), byteLength, TensorDevice.Cpu) => _array = array;

    /// <summary>Keeps the array reachable for as long as this object is.</summary>
    protected override void Free() => GC.KeepAlive(_array);

    private static byte[] Allocate(long byteLength, bool zeroed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(byteLength);
        if (byteLength > Array.MaxLength - Alignment)
            throw new ArgumentOutOfRangeException(nameof(byteLength), byteLength, $"At most {Array.MaxLength - Alignment} bytes; wrap native memory for more.");
        int length = (int)byteLength + Alignment;
        return zeroed ? GC.AllocateArray<byte>(length, pinned: true) : GC.AllocateUninitializedArray<byte>(length, pinned: true);
    }

    private static void* Align(byte[] array)
    {
        nuint address = (nuint)Unsafe.AsPointer(ref array[0]);
        return (void*)((address + (Alignment - 1)) & ~(nuint)(Alignment - 1));
    }
}
