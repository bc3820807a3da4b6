using Mce.Plugins.Onnx.Native;

namespace Mce.Plugins.Onnx.Execution;

/// <summary>An output in ONNX Runtime's own memory. Lives until its last tensor is disposed, past instance and model.</summary>
/// <remarks>
/// It keeps the session: where a graph returns one of its weights, the memory is the session's and not the output's.
/// </remarks>
internal sealed unsafe class OrtTensorMemory : TensorMemory
{
    private readonly OrtSession _session;
    private readonly nint _value;

    /// <summary>Takes over the value.</summary>
    public OrtTensorMemory(OrtSession session, nint value, void* address, long byteLength)
        : base(byteLength == 0 ? null : address, byteLength, TensorDevice.Cpu)
    {
        session.AddReference();
        _session = session;
        _value = value;
    }

    // An output that its owner forgot must not keep native memory for ever.
    ~OrtTensorMemory() => ReleaseValue();

    protected override void Free()
    {
        ReleaseValue();
#pragma warning disable CA1816 // Free is this type's Dispose: the count calls it once.
        GC.SuppressFinalize(this);
#pragma warning restore CA1816
    }

    private void ReleaseValue()
    {
        _session.Api.ReleaseValue(_value);
        _session.Release();
    }
}
