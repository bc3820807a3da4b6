using Mce.Plugins.Torch.Native;

namespace Mce.Plugins.Torch;

/// <summary>The memory of a result, still libtorch's: it holds a reference to the tensor and outlives model and instance.</summary>
internal sealed unsafe class TorchTensorMemory : TensorMemory
{
    private readonly nint _tensor;

    /// <summary>Takes over the tensor.</summary>
    public TorchTensorMemory(nint tensor, void* address, long byteLength)
        : base(address, byteLength, TensorDevice.Cpu) => _tensor = tensor;

    // For responses that nobody disposed.
    ~TorchTensorMemory() => TensorHandle.Delete(_tensor);

    protected override void Free()
    {
#pragma warning disable CA1816 // Free is this type's Dispose: it runs once, on the last release
        GC.SuppressFinalize(this);
#pragma warning restore CA1816
        TensorHandle.Delete(_tensor);
    }
}
