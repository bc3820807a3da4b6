namespace Mce;

/// <summary>Binds the memory that a caller gives for outputs: checks it and holds it for the length of the call.</summary>
internal sealed unsafe class OutputBinding(ModelSignature signature)
{
    private readonly TensorSpec[] _specs = [.. signature.Outputs];
    private readonly Bound[] _bound = new Bound[signature.Outputs.Length];
    private bool _any;

    /// <summary>Whether the caller owns the memory of that output.</summary>
    public bool IsCallerOwned(int slot) => _any && _bound[slot].Tensor is not null;

    /// <summary>Binds all given outputs or throws; after a throw <see cref="Release"/> is still due.</summary>
    public void Bind(TensorCollection outputs, ModelExecutionContext context, InputBinding inputs, string container)
    {
        ReadOnlySpan<KeyValuePair<string?, InferenceTensor>> given = outputs.AsSpan();
        if (given.IsEmpty) return;

        _any = true;
        for (int i = 0; i < given.Length; i++)
        {
            int slot = FindSlot(given[i].Key, i, container);
            InferenceTensor tensor = given[i].Value;
            TensorSpec spec = _specs[slot];
            ref Bound bound = ref _bound[slot];
            if (bound.Tensor is not null) throw RequestErrors.Overlap(spec.Name, spec.Name);
            spec.Validate(tensor);
            if (tensor.IsReadOnly || !tensor.IsContiguous || !tensor.Device.IsHost) throw RequestErrors.OutputNotWritable(spec, tensor);
            bound.Held = tensor.AcquireMemory();
            bound.Tensor = tensor;
            RefuseOverlap(slot, tensor, inputs);
            RefuseOverlapWithOutputs(slot, tensor);
            context.SetPreallocatedOutput(slot, tensor);
        }
    }

    /// <summary>Refuses outputs over the memory of inputs that are not this call's own.</summary>
    public void RefuseOverlap(InputBinding inputs)
    {
        if (!_any) return;
        for (int i = 0; i < _bound.Length; i++)
            if (_bound[i].Tensor is { } output) RefuseOverlap(i, output, inputs);
    }

    /// <summary>Gives everything back.</summary>
    public void Release()
    {
        if (!_any) return;
        _any = false;
        foreach (ref Bound bound in _bound.AsSpan())
        {
            bound.Tensor = null;
            if (bound.Held is { } memory)
            {
                bound.Held = null;
                memory.Release();
            }
        }
    }

    private int FindSlot(string? name, int position, string container)
    {
        int slot = name is null ? position : signature.FindOutput(name);
        return (uint)slot < (uint)_bound.Length ? slot : throw RequestErrors.UnknownOutput(name ?? $"#{position}", container, signature);
    }

    private void RefuseOverlap(int slot, InferenceTensor output, InputBinding inputs)
    {
        for (int i = 0; i < inputs.Count; i++)
            if (inputs[i] is { } input && Overlaps(output, input)) throw RequestErrors.Overlap(_specs[slot].Name, inputs.NameOf(i));
    }

    private void RefuseOverlapWithOutputs(int slot, InferenceTensor output)
    {
        for (int i = 0; i < _bound.Length; i++)
            if (i != slot && _bound[i].Tensor is { } other && Overlaps(output, other)) throw RequestErrors.Overlap(_specs[slot].Name, _specs[i].Name);
    }

    private static bool Overlaps(InferenceTensor a, InferenceTensor b)
    {
        if (a.ElementCount == 0 || b.ElementCount == 0) return false;
        if (TensorElementTypes.IsManaged(a.ElementType) || TensorElementTypes.IsManaged(b.ElementType))
        {
            if (a.ElementType != b.ElementType) return false;
            return a.ElementType == TensorElementType.String ? ManagedOverlaps<string>(a, b) : ManagedOverlaps<ReadOnlyMemory<byte>>(a, b);
        }

        var startA = (byte*)a.DangerousGetAddress();
        var startB = (byte*)b.DangerousGetAddress();
        // A strided input reaches further than its elements count; its memory's end is a safe bound.
        return startA < EndOf(b, startB) && startB < EndOf(a, startA);
    }

    // Two tensors over one array are two memories: it is the elements that count. Only an input may be strided.
    private static bool ManagedOverlaps<T>(InferenceTensor output, InferenceTensor other) => other.IsContiguous
        ? output.AsReadOnlySpan<T>().Overlaps(other.AsReadOnlySpan<T>())
        : ReferenceEquals(output.Memory, other.Memory);

    private static byte* EndOf(InferenceTensor tensor, byte* start) =>
        tensor.IsContiguous ? start + tensor.ByteLength : (byte*)tensor.Memory.Address + tensor.Memory.ByteLength;

    private struct Bound
    {
        public InferenceTensor? Tensor;
        public TensorMemory? Held;
    }
}
