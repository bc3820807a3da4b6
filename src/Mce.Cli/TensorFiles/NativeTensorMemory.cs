using System.Runtime.InteropServices;

namespace Mce.Cli.TensorFiles;

/// <summary>Memory outside the managed heap: as large as need be, and gone when the last tensor over it is, not a collection later.</summary>
internal sealed unsafe class NativeTensorMemory : TensorMemory
{
    /// <summary>From here on the collector would keep too much for too long.</summary>
    private const long WorthwhileBytes = 1 << 16;

    private NativeTensorMemory(long byteLength)
        : base(NativeMemory.AlignedAlloc((nuint)byteLength, HeapTensorMemory.Alignment), byteLength, TensorDevice.Cpu)
    {
    }

    /// <summary>A contiguous tensor of numbers over new memory, to be filled by the caller.</summary>
    /// <exception cref="UsageException">There isn't that much memory.</exception>
    public static InferenceTensor CreateTensor(string path, TensorElementType type, ReadOnlySpan<long> dimensions, long byteLength)
    {
        try
        {
            TensorMemory memory = byteLength >= WorthwhileBytes ? new NativeTensorMemory(byteLength) : new HeapTensorMemory(byteLength, zeroed: false);
            return InferenceTensor.FromMemory(type, dimensions, memory);
        }
        catch (OutOfMemoryException e)
        {
            throw new UsageException($"'{path}' holds {byteLength:N0} bytes of numbers: there isn't that much memory.", e);
        }
    }

    protected override void Free() => NativeMemory.AlignedFree(Address);
}
