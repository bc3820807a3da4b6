using System.Runtime.InteropServices;
using Mce.Plugins.Onnx.Loading;
using Mce.Plugins.Onnx.Native;

namespace Mce.Plugins.Onnx.Execution;

/// <summary>The inputs of a call as ONNX Runtime wants them. Belongs to one instance.</summary>
internal sealed unsafe class InputBinder : IDisposable
{
    private readonly OrtApi _api;
    private readonly GraphValue[] _inputs;
    private readonly TensorSpec[] _specs;
    private readonly byte** _allNames;
    private readonly BoundTensor?[] _bound; // null = copied for each call
    private readonly InputValues _copies;
    private byte** _names;
    private nint* _values;
    private int _count;

    public InputBinder(OrtEnvironment environment, OnnxGraph graph, Utf8Names names)
    {
        _api = environment.Api;
        _inputs = [.. graph.Inputs];
        _specs = Array.ConvertAll(_inputs, input => graph.Signature.Inputs[input.Slot]);
        _allNames = names.Addresses;
        _bound = Array.ConvertAll(_inputs, input => input.IsPlain ? new BoundTensor(environment, input.ElementType) : null);
        _copies = new InputValues(environment);
        nuint length = (nuint)Math.Max(1, _inputs.Length);
        _names = (byte**)NativeMemory.AllocZeroed(length, (nuint)sizeof(byte*));
        _values = (nint*)NativeMemory.AllocZeroed(length, (nuint)sizeof(nint));
    }

    /// <summary>The names of the inputs that were given.</summary>
    public byte** Names => _names;

    /// <summary>Their values.</summary>
    public nint* Values => _values;

    /// <summary>How many were given; optional ones may be left out.</summary>
    public nuint Count => (nuint)_count;

    /// <summary>Takes the inputs of a call. <see cref="Unbind"/> must follow, even after an exception.</summary>
    public void Bind(ModelExecutionContext context)
    {
        for (int i = 0; i < _inputs.Length; i++)
        {
            TensorSpec spec = _specs[i];
            if (context.GetInput(_inputs[i].Slot) is not { } tensor)
            {
                if (!spec.IsOptional) throw OnnxErrors.InputMissing(spec);
                continue;
            }

            if (tensor.ElementType != spec.ElementType || !tensor.IsContiguous || !tensor.Device.IsHost) OnnxErrors.ThrowUnusable(spec, tensor);
            _values[_count] = _bound[i] is { } bound ? bound.Bind(tensor) : _copies.Create(context, _inputs[i], tensor);
            _names[_count] = _allNames[i];
            _count++;
        }
    }

    /// <summary>Frees what was made for this call alone.</summary>
    public void Unbind()
    {
        for (int i = 0, given = 0; given < _count; i++)
        {
            if (_names[given] != _allNames[i]) continue;
            if (_bound[i] is null) _api.ReleaseValue(_values[given]);
            given++;
        }

        _count = 0;
    }

    /// <summary>Whether an address lies in the memory of one of the call's inputs.</summary>
    public bool Contains(ModelExecutionContext context, void* address)
    {
        for (int i = 0; i < _inputs.Length; i++)
        {
            if (_bound[i] is null || context.GetInput(_inputs[i].Slot) is not { } tensor) continue;
            var start = (byte*)tensor.DangerousGetAddress();
            if (address >= start && address < start + tensor.ByteLength) return true;
        }

        return false;
    }

    public void Dispose()
    {
        foreach (BoundTensor? bound in _bound) bound?.Dispose();
        NativeMemory.Free(_names);
        NativeMemory.Free(_values);
        _names = null;
        _values = null;
    }
}
