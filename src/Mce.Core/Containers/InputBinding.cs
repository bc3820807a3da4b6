using System.Runtime.CompilerServices;

namespace Mce;

/// <summary>
/// Binds a request's inputs to a signature's slots: checks them before native code sees them and holds their memory for
/// the length of the call. Reusable, not thread-safe.
/// </summary>
internal sealed class InputBinding
{
    private readonly ModelSignature _signature;
    private readonly TensorSpec[] _specs;
    private readonly Bound[] _bound;
    private readonly bool _stridesAllowed;
    private readonly SizeLimits _limits;
    private readonly long _maxTensorBytes;

    public InputBinding(ModelSignature signature, ModelCapabilities capabilities, SizeLimits limits)
    {
        _signature = signature;
        _specs = [.. signature.Inputs];
        _bound = new Bound[_specs.Length];
        _stridesAllowed = capabilities.HasFlag(ModelCapabilities.StridedInputs);
        _limits = limits;
        _maxTensorBytes = limits.MaxTensorBytes;
    }

    public int Count => _bound.Length;

    /// <summary>The bound tensor of a slot; null for an optional input that was left out.</summary>
    public InferenceTensor? this[int slot] => _bound[slot].Tensor;

    public string NameOf(int slot) => _specs[slot].Name;

    /// <summary>Binds all inputs or throws; after a throw <see cref="Release"/> is still due.</summary>
    public void Bind(TensorCollection inputs, string container)
    {
        ReadOnlySpan<KeyValuePair<string?, InferenceTensor>> given = inputs.AsSpan();
        for (int i = 0; i < given.Length; i++)
        {
            int slot = FindSlot(given[i].Key, i, container);
            if (_bound[slot].Tensor is not null) throw RequestErrors.InputTwice(_specs[slot].Name, container);
            Hold(slot, given[i].Value);
        }

        if (given.Length != _bound.Length) CheckMissing(container);
    }

    /// <summary>Binds one slot to a caller's tensor and takes a count of its memory.</summary>
    public void Hold(int slot, InferenceTensor tensor)
    {
        Check(slot, tensor);
        _bound[slot].Held = tensor.AcquireMemory();
        Place(slot, tensor);
    }

    /// <summary>Binds one slot to a tensor whose memory somebody holds for longer than this call, as a pipeline's run does.</summary>
    public void Borrow(int slot, InferenceTensor tensor)
    {
        Check(slot, tensor);
        Place(slot, tensor);
    }

    /// <summary>Gives everything back.</summary>
    public void Release()
    {
        foreach (ref Bound bound in _bound.AsSpan())
        {
            bound.Tensor = null;
            if (bound.Held is { } memory)
            {
                bound.Held = null;
                memory.Release();
            }

            if (bound.Copy is { } copy)
            {
                bound.Copy = null;
                copy.Dispose();
            }
        }
    }

    private void Check(int slot, InferenceTensor tensor)
    {
        TensorSpec spec = _specs[slot];
        spec.Validate(tensor);
        if (tensor.ByteLength > _maxTensorBytes) throw RequestErrors.InputTooLarge(spec, tensor.ByteLength, _limits);
        if (!tensor.Device.IsHost) throw RequestErrors.NotOnHost(spec, tensor);
    }

    private void Place(int slot, InferenceTensor tensor)
    {
        ref Bound bound = ref _bound[slot];
        if (!tensor.IsContiguous && !_stridesAllowed) tensor = bound.Copy = tensor.ToContiguous();
        if (tensor.ElementType is TensorElementType.String or TensorElementType.Bytes) ManagedElements.Check(_specs[slot], tensor, _limits);
        bound.Tensor = tensor;
    }

    private int FindSlot(string? name, int position, string container)
    {
        if (name is null)
            return position < _bound.Length ? position : throw RequestErrors.TooManyInputs(position, container, _signature);
        int slot = _signature.FindInput(name);
        return slot >= 0 ? slot : throw RequestErrors.UnknownInput(name, container, _signature);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void CheckMissing(string container)
    {
        for (int slot = 0; slot < _bound.Length; slot++)
            if (_bound[slot].Tensor is null && !_specs[slot].IsOptional) throw RequestErrors.MissingInput(_specs[slot], container, _signature);
    }

    // One array of structs: neighbours in memory, and stores without the type check of an array of references.
    private struct Bound
    {
        public InferenceTensor? Tensor;
        public TensorMemory? Held;
        public InferenceTensor? Copy;
    }
}
