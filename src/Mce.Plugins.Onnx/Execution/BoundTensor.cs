using System.Runtime.InteropServices;
using Mce.Plugins.Onnx.Native;

namespace Mce.Plugins.Onnx.Execution;

/// <summary>
/// ONNX Runtime's views of the memory that a slot's tensors had in the last calls. Making a view costs some 150 ns and pools
/// give the same few buffers again and again, so the last ones are kept.
/// </summary>
/// <remarks>A view owns no memory; it is used only while a tensor of exactly its address and shape is at hand.</remarks>
internal sealed unsafe class BoundTensor(OrtEnvironment environment, OrtElementType elementType) : IDisposable
{
    // A power of two: callers that alternate between a few buffers are served, and a miss costs little.
    private const int Kept = 4;

    // Empty tensors may have no address at all, which ONNX Runtime refuses. Never read or written.
    private static readonly long[] Nowhere = GC.AllocateArray<long>(1, pinned: true);

    private readonly View[] _views = new View[Kept];
    private int _latest;

    /// <summary>The view of a tensor, valid until the call ends. Allocates nothing while ranks stay.</summary>
    /// <exception cref="OrtException">ONNX Runtime refuses the shape.</exception>
    public nint Bind(InferenceTensor tensor)
    {
        void* address = tensor.DangerousGetAddress();
        ReadOnlySpan<long> dimensions = tensor.Dimensions;
        for (int i = 0; i < Kept; i++)
        {
            int index = (_latest + i) & (Kept - 1);
            ref View view = ref _views[index];
            if (view.Address != address || view.Value == 0 || !dimensions.SequenceEqual(view.Dimensions)) continue;
            _latest = index;
            return view.Value;
        }

        // The one used longest ago, or nearly so, makes room.
        _latest = (_latest + Kept - 1) & (Kept - 1);
        return Make(ref _views[_latest], address, tensor);
    }

    public void Dispose()
    {
        foreach (ref View view in _views.AsSpan()) Drop(ref view);
    }

    private nint Make(ref View view, void* address, InferenceTensor tensor)
    {
        Drop(ref view);
        ReadOnlySpan<long> dimensions = tensor.Dimensions;
        if (view.Dimensions is null || view.Dimensions.Length != dimensions.Length) view.Dimensions = new long[dimensions.Length];
        dimensions.CopyTo(view.Dimensions);
        view.Address = address;
        void* data = tensor.ElementCount == 0 ? (void*)Marshal.UnsafeAddrOfPinnedArrayElement(Nowhere, 0) : address;
        return view.Value = environment.Api.CreateTensorOver(environment.MemoryInfo, data, (nuint)tensor.ByteLength, dimensions, elementType);
    }

    private void Drop(ref View view)
    {
        if (view.Value != 0) environment.Api.ReleaseValue(view.Value);
        view.Value = 0;
    }

    private struct View
    {
        public nint Value; // 0 = none
        public void* Address;
        public long[]? Dimensions;
    }
}
