using System.Runtime.InteropServices;
using Mce.Plugins.Onnx.Loading;
using Mce.Plugins.Onnx.Native;

namespace Mce.Plugins.Onnx.Execution;

/// <summary>The outputs of a call: memory for them where it can be had before the run, else what ONNX Runtime made. Belongs to one instance.</summary>
internal sealed unsafe class OutputBinder : IDisposable
{
    private readonly OrtSession _session;
    private readonly OrtApi _api;
    private readonly GraphValue[] _outputs;
    private readonly TensorSpec[] _specs;
    private readonly BoundTensor?[] _bound; // null = copied: text, packed types, sequences, maps, optionals
    private readonly ShapeRule?[] _rules;
    private readonly bool[] _inPlace;
    private readonly OutputValues _copies;
    private nint* _values;

    public OutputBinder(OrtSession session, OnnxGraph graph)
    {
        _session = session;
        _api = session.Api;
        _outputs = [.. graph.Outputs];
        _specs = Array.ConvertAll(_outputs, output => graph.Signature.Outputs[output.Slot]);
        _bound = new BoundTensor?[_outputs.Length];
        _rules = Array.ConvertAll(_outputs, output => output.Shape);
        _inPlace = new bool[_outputs.Length];
        _copies = new OutputValues(session.Environment);
        for (int i = 0; i < _outputs.Length; i++)
            if (_outputs[i] is { IsPlain: true, IsOptional: false } output) _bound[i] = new BoundTensor(session.Environment, output.ElementType);
        _values = (nint*)NativeMemory.AllocZeroed((nuint)_outputs.Length, (nuint)sizeof(nint));
    }

    /// <summary>One entry an output: a value to write to, or 0 for ONNX Runtime to make one.</summary>
    public nint* Values => _values;

    public nuint Count => (nuint)_outputs.Length;

    /// <summary>Takes the caller's memory, or the allocator's where the shape is known. <see cref="Unbind"/> must follow.</summary>
    /// <returns>Whether any output is to be written in place.</returns>
    public bool Bind(ModelExecutionContext context)
    {
        bool any = false;
        for (int i = 0; i < _outputs.Length; i++)
        {
            if (_bound[i] is not { } bound || FindMemory(context, i) is not { } memory) continue;
            _values[i] = bound.Bind(memory);
            _inPlace[i] = any = true;
        }

        return any;
    }

    /// <summary>Hands over the outputs that ONNX Runtime made.</summary>
    public void Collect(ModelExecutionContext context, InputBinder inputs)
    {
        for (int i = 0; i < _outputs.Length; i++)
        {
            if (_inPlace[i]) continue;
            if (_bound[i] is null) _copies.Collect(context, _outputs[i], _values[i]);
            else CollectNumbers(context, inputs, i);
        }
    }

    /// <summary>Forgets what was bound and frees what nobody took over.</summary>
    public void Unbind()
    {
        for (int i = 0; i < _outputs.Length; i++)
        {
            if (!_inPlace[i] && _values[i] != 0) _api.ReleaseValue(_values[i]);
            _values[i] = 0;
            _inPlace[i] = false;
        }
    }

    /// <summary>Drops shape rules that the outputs at hand disprove: some models' dimension names lie.</summary>
    public void RetireWrongRules(ModelExecutionContext context)
    {
        for (int i = 0; i < _outputs.Length; i++)
        {
            if (_rules[i] is not { } rule || _values[i] == 0 || !_api.Exists(_values[i])) continue;
            _api.Describe(_values[i], out ReadOnlySpan<long> actual);
            if (!rule.Agrees(context, actual)) _rules[i] = null;
        }
    }

    public void Dispose()
    {
        Unbind();
        foreach (BoundTensor? bound in _bound) bound?.Dispose();
        NativeMemory.Free(_values);
        _values = null;
    }

    private InferenceTensor? FindMemory(ModelExecutionContext context, int index)
    {
        int slot = _outputs[index].Slot;
        if (context.GetPreallocatedOutput(slot) is { } given)
        {
            TensorSpec spec = _specs[index];
            if (given.ElementType != spec.ElementType || !given.IsContiguous || given.IsReadOnly || !given.Device.IsHost) OnnxErrors.ThrowUnusable(spec, given);
            return given;
        }

        if (_rules[index] is not { } rule) return null;
        Span<long> dimensions = stackalloc long[rule.Rank];
        return rule.TryResolve(context, dimensions) ? context.AllocateOutput(slot, _specs[index].ElementType, dimensions) : null;
    }

    private void CollectNumbers(ModelExecutionContext context, InputBinder inputs, int index)
    {
        nint value = _values[index];
        TensorSpec spec = _specs[index];
        if (value == 0 || !_api.Exists(value)) throw OnnxErrors.NothingReturned(spec);
        OrtElementType type = _api.Describe(value, out ReadOnlySpan<long> dimensions);
        if (type != _outputs[index].ElementType)
            throw new MceException(MceErrorCodes.ModelFailed, $"The model returned {type} for output '{spec.Name}', which its file declares as {spec}.");

        long byteLength = TensorElementTypes.SizeOf(spec.ElementType);
        foreach (long dimension in dimensions) byteLength *= dimension;
        void* data = _api.GetData(value);
        if (byteLength > 0 && inputs.Contains(context, data))
        {
            // The graph passes an input through: its memory is the caller's and mustn't outlive the call.
            InferenceTensor copy = context.AllocateOutput(_outputs[index].Slot, spec.ElementType, dimensions);
            Buffer.MemoryCopy(data, copy.DangerousGetAddress(), byteLength, byteLength);
            return;
        }

        var memory = new OrtTensorMemory(_session, value, data, byteLength);
        _values[index] = 0;
        context.SetOutput(_outputs[index].Slot, InferenceTensor.FromMemory(spec.ElementType, dimensions, memory));
    }
}
