using System.Runtime.CompilerServices;

namespace Mce.Plugins.MLNet.Columns;

/// <summary>A tensor's elements, bound for the length of one call.</summary>
/// <remarks>
/// Numbers are reached through the address, which the call's count keeps valid even when the caller disposes the tensor
/// meanwhile; text through the tensor, which then says that it is disposed. Both are bounds-checked.
/// </remarks>
internal unsafe struct TensorElements<T>
{
    private InferenceTensor? _tensor;
    private void* _address;
    private int _length;

    public void Bind(InferenceTensor tensor)
    {
        // Also refuses another element type, strides, device memory and disposed tensors.
        _length = tensor.AsReadOnlySpan<T>().Length;
        _address = RuntimeHelpers.IsReferenceOrContainsReferences<T>() ? null : tensor.DangerousGetAddress();
        _tensor = tensor;
    }

    public readonly ReadOnlySpan<T> Read() =>
        RuntimeHelpers.IsReferenceOrContainsReferences<T>() ? _tensor!.AsReadOnlySpan<T>() : new ReadOnlySpan<T>(_address, _length);

    public readonly Span<T> Write() =>
        RuntimeHelpers.IsReferenceOrContainsReferences<T>() ? _tensor!.AsSpan<T>() : new Span<T>(_address, _length);

    public void Release() => this = default;
}
