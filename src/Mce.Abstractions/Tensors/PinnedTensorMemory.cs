using System.Buffers;

namespace Mce;

/// <summary>The caller's own memory, pinned until the last tensor over it is disposed.</summary>
internal sealed unsafe class PinnedTensorMemory : TensorMemory
{
    private readonly bool _readOnly;
    private MemoryHandle _handle;

    public PinnedTensorMemory(MemoryHandle handle, long byteLength, bool readOnly)
        : base(byteLength == 0 ? null : handle.Pointer, byteLength, TensorDevice.Cpu)
    {
        _handle = handle;
        _readOnly = readOnly;
    }

    // A tensor that its owner forgot must not pin the heap for ever.
    ~PinnedTensorMemory() => _handle.Dispose();

    public override bool IsReadOnly => _readOnly;

    protected override void Free()
    {
        _handle.Dispose();
#pragma warning disable CA1816 // Free is this type's Dispose: the count calls it once.
        GC.SuppressFinalize(this);
#pragma warning restore CA1816
    }
}
