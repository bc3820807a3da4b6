using System.Runtime.CompilerServices;

namespace Mce;

/// <summary>Arrays on the pinned object heap with room for an aligned start.</summary>
internal static unsafe class AlignedArray
{
    public static byte[] Allocate(long byteLength, bool zeroed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(byteLength);
        if (byteLength > Array.MaxLength - HeapTensorMemory.Alignment)
            throw new ArgumentOutOfRangeException(nameof(byteLength), byteLength, $"At most {Array.MaxLength - HeapTensorMemory.Alignment} bytes; wrap native memory for more.");
        int length = (int)byteLength + HeapTensorMemory.Alignment;
        return zeroed ? GC.AllocateArray<byte>(length, pinned: true) : GC.AllocateUninitializedArray<byte>(length, pinned: true);
    }

    public static void* Address(byte[] array)
    {
        nuint address = (nuint)Unsafe.AsPointer(ref array[0]);
        return (void*)((address + (HeapTensorMemory.Alignment - 1)) & ~(nuint)(HeapTensorMemory.Alignment - 1));
    }
}
