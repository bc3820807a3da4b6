using System.Runtime.InteropServices;

namespace Mce.Abstractions.Tests.Tensors;

/// <summary>Native memory that counts how often it was freed, and can be made to live again as pools do.</summary>
internal sealed unsafe class CountingMemory : TensorMemory
{
    private int _frees;

    public CountingMemory(int byteLength, TensorDevice? device = null)
        : base(NativeMemory.AllocZeroed((nuint)byteLength + 1), byteLength, device ?? TensorDevice.Cpu)
    {
    }

    ~CountingMemory() => NativeMemory.Free(Address);

    public int Frees => Volatile.Read(ref _frees);

    public void ReviveForTest() => Revive();

    protected override void Free() => Interlocked.Increment(ref _frees);
}
