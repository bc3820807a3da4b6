using Mce.Plugins.Onnx.Native;

namespace Mce.Plugins.Onnx.Execution;

/// <summary>
/// ONNX Runtime's view of the memory that a slot's tensor had in the last call, kept because the same memory often comes
/// again. It owns no memory and is used only while a tensor of exactly that address and shape is at hand.
/// </summary>
internal sealed unsafe class BoundTensor(OrtEnvironment environment, TensorElementType elementType) : IDisposable
{
    // Empty tensors may have no address at all, which ONNX Runtime refuses. Never written to.
    private static readonly long[] Nowhere = GC.AllocateArray<long>(1, pinned: true);

    private readonly OrtElementType _type = OrtElementTypes.ToNative(elementType);
    private long[] _dimensions = [];
    private void* _address;
    private nint _value;

    /// <summary>The view of a tensor. Valid until the next call of this method. Allocates nothing while the rank stays.</summary>
    /// <exception cref="OrtException">ONNX Runtime refuses the shape.</exception>
    public nint Bind(InferenceTensor tensor)
    {
        void* address = tensor.DangerousGetAddress();
        return _value != 0 && address == _address && tensor.Dimensions.SequenceEqual(_dimensions) ? _value : Rebind(tensor, address);
    }

    public void Dispose()
    {
        if (_value != 0) environment.Api.ReleaseValue(_value);
        _value = 0;
    }

    private nint Rebind(InferenceTensor tensor, void* address)
    {
        Dispose();
        ReadOnlySpan<long> dimensions = tensor.Dimensions;
        if (_dimensions.Length != dimensions.Length) _dimensions = new long[dimensions.Length];
        dimensions.CopyTo(_dimensions);
        _address = address;
        void* data = tensor.ElementCount == 0 ? (void*)System.Runtime.InteropServices.Marshal.UnsafeAddrOfPinnedArrayElement(Nowhere, 0) : address;
        return _value = environment.Api.CreateTensorOver(environment.MemoryInfo, data, (nuint)tensor.ByteLength, dimensions, _type);
    }
}
