namespace Mce;

/// <summary>
/// Binds a request's inputs to a signature's slots: checks them before native code sees them and holds their memory for
/// the length of the call. Reusable, not thread-safe.
/// </summary>
internal sealed class InputBinding
{
    private readonly ModelSignature _signature;
    private readonly bool _stridesAllowed;
    private readonly InferenceTensor?[] _tensors;
    private readonly TensorMemory?[] _held;
    private readonly InferenceTensor?[] _copies;

    public InputBinding(ModelSignature signature, ModelCapabilities capabilities)
    {
        _signature = signature;
        _stridesAllowed = capabilities.HasFlag(ModelCapabilities.StridedInputs);
        _tensors = new InferenceTensor?[signature.Inputs.Length];
        _held = new TensorMemory?[signature.Inputs.Length];
        _copies = new InferenceTensor?[signature.Inputs.Length];
    }

    /// <summary>The bound tensors by slot; null for an optional input that was left out.</summary>
    public ReadOnlySpan<InferenceTensor?> Tensors => _tensors;

    /// <summary>The held memory by slot.</summary>
    public ReadOnlySpan<TensorMemory?> Held => _held;

    public string NameOf(int slot) => _signature.Inputs[slot].Name;

    /// <summary>Binds all inputs or throws; after a throw <see cref="Release"/> is still due.</summary>
    public void Bind(TensorCollection inputs, string container)
    {
        ReadOnlySpan<KeyValuePair<string?, InferenceTensor>> given = inputs.AsSpan();
        for (int i = 0; i < given.Length; i++)
        {
            int slot = FindSlot(given[i].Key, i, container);
            if (_tensors[slot] is not null) throw RequestErrors.InputTwice(_signature.Inputs[slot].Name, container);
            Hold(slot, given[i].Value);
        }

        for (int slot = 0; slot < _tensors.Length; slot++)
            if (_tensors[slot] is null && !_signature.Inputs[slot].IsOptional)
                throw RequestErrors.MissingInput(_signature.Inputs[slot], container, _signature);
    }

    /// <summary>Binds one slot to a tensor from inside the server: checked and held like a caller's.</summary>
    public void Hold(int slot, InferenceTensor tensor)
    {
        TensorSpec spec = _signature.Inputs[slot];
        spec.Validate(tensor);
        if (!tensor.Device.IsHost) throw RequestErrors.NotOnHost(spec, tensor);
        _held[slot] = tensor.AcquireMemory();
        if (!tensor.IsContiguous && !_stridesAllowed) tensor = _copies[slot] = tensor.ToContiguous();
        if (tensor.ElementType == TensorElementType.String && tensor.IsContiguous && tensor.AsReadOnlySpan<string>().Contains(null!))
            throw RequestErrors.NullElement(spec);
        _tensors[slot] = tensor;
    }

    /// <summary>Gives everything back.</summary>
    public void Release()
    {
        for (int i = 0; i < _tensors.Length; i++)
        {
            _tensors[i] = null;
            if (_held[i] is { } memory)
            {
                _held[i] = null;
                memory.Release();
            }

            if (_copies[i] is { } copy)
            {
                _copies[i] = null;
                copy.Dispose();
            }
        }
    }

    private int FindSlot(string? name, int position, string container)
    {
        if (name is null)
            return position < _tensors.Length ? position : throw RequestErrors.TooManyInputs(position, container, _signature);
        int slot = _signature.FindInput(name);
        return slot >= 0 ? slot : throw RequestErrors.UnknownInput(name, container, _signature);
    }
}
