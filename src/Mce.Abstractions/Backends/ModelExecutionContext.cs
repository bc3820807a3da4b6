using System.Runtime.CompilerServices;

namespace Mce;

/// <summary>One call of a model instance: inputs and outputs by slot, the token, and the allocator. Reusable, not thread-safe.</summary>
/// <remarks>The server fills it; a plugin's own tests may make one as well.</remarks>
public sealed class ModelExecutionContext
{
    private readonly InferenceTensor?[] _inputs;
    private readonly InferenceTensor?[] _outputs;
    private readonly bool[] _preallocated;
    private readonly OutputAllocator _allocator;

    /// <summary>Makes an empty context for a signature.</summary>
    /// <param name="signature">The model's.</param>
    /// <param name="allocator">Where outputs come from that the caller didn't provide; null = the heap.</param>
    public ModelExecutionContext(ModelSignature signature, OutputAllocator? allocator = null)
    {
        ArgumentNullException.ThrowIfNull(signature);
        Signature = signature;
        _inputs = new InferenceTensor?[signature.Inputs.Length];
        _outputs = new InferenceTensor?[signature.Outputs.Length];
        _preallocated = new bool[signature.Outputs.Length];
        _allocator = allocator ?? OutputAllocator.Default;
    }

    /// <summary>The signature that the slots belong to.</summary>
    public ModelSignature Signature { get; }

    /// <summary>Cancelled when nobody waits for the result any more.</summary>
    public CancellationToken CancellationToken { get; set; }

    /// <summary>The input in a slot, or null for an optional input that was left out.</summary>
    public InferenceTensor? GetInput(int slot) => _inputs[slot];

    /// <summary>Sets the input in a slot. The context takes no count: the caller keeps the tensor alive.</summary>
    public void SetInput(int slot, InferenceTensor? tensor) => _inputs[slot] = tensor;

    /// <summary>Memory that the caller wants an output written to, or null. Writable, contiguous host memory.</summary>
    /// <remarks>Its shape is what the caller expects, checked against the signature; the true shape must equal it.</remarks>
    public InferenceTensor? GetPreallocatedOutput(int slot) => _preallocated[slot] ? _outputs[slot] : null;

    /// <summary>Sets the memory that an output is to be written to. The caller keeps owning it.</summary>
    public void SetPreallocatedOutput(int slot, InferenceTensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        _outputs[slot] = tensor;
        _preallocated[slot] = true;
    }

    /// <summary>Whether an output is set: by the plugin, or preallocated.</summary>
    public bool HasOutput(int slot) => _outputs[slot] is not null;

    /// <summary>The memory to write an output to: the caller's when there is one, else from the allocator. Not cleared.</summary>
    /// <param name="slot">The output's index.</param>
    /// <param name="elementType">The type, as in the signature.</param>
    /// <param name="dimensions">The true dimensions.</param>
    /// <exception cref="MceException"><see cref="MceErrorCodes.TensorShapeMismatch"/>: the caller's memory has another shape.</exception>
    public InferenceTensor AllocateOutput(int slot, TensorElementType elementType, ReadOnlySpan<long> dimensions)
    {
        InferenceTensor? present = _outputs[slot];
        if (present is not null && _preallocated[slot])
        {
            if (present.ElementType != elementType || !present.Dimensions.SequenceEqual(dimensions)) ThrowPreallocated(slot, present, elementType, dimensions);
            return present;
        }

        present?.Dispose();
        _outputs[slot] = null; // the allocator may throw
        InferenceTensor allocated = _allocator.Allocate(slot, elementType, dimensions);
        _outputs[slot] = allocated;
        return allocated;
    }

    /// <summary>Hands over an output that the plugin made itself, over memory of its framework. Takes over the tensor.</summary>
    /// <remarks>Where the caller provided memory, the elements are copied there and the tensor is disposed.</remarks>
    public void SetOutput(int slot, InferenceTensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (ReferenceEquals(_outputs[slot], tensor)) return; // already there, from AllocateOutput
        foreach (InferenceTensor? input in _inputs)
            if (ReferenceEquals(input, tensor)) throw new InvalidOperationException("An input can't be handed over as an output: it is the caller's. Hand over Share() of it.");
        if (_preallocated[slot])
        {
            try
            {
                InferenceTensor wanted = _outputs[slot]!;
                if (wanted.ElementType != tensor.ElementType || !wanted.Dimensions.SequenceEqual(tensor.Dimensions))
                    ThrowPreallocated(slot, wanted, tensor.ElementType, tensor.Dimensions);
                tensor.CopyTo(wanted);
            }
            finally
            {
                tensor.Dispose();
            }

            return;
        }

        _outputs[slot]?.Dispose();
        _outputs[slot] = tensor;
    }

    /// <summary>Takes an output out of the context; the taker owns it (unless it is the caller's own memory).</summary>
    /// <exception cref="MceException"><see cref="MceErrorCodes.ModelFailed"/>: the plugin didn't set it.</exception>
    public InferenceTensor TakeOutput(int slot)
    {
        InferenceTensor? output = _outputs[slot];
        if (output is null) ThrowMissing(slot);
        _outputs[slot] = null;
        _preallocated[slot] = false;
        return output!;
    }

    /// <summary>Forgets everything; disposes outputs that nobody took, save preallocated ones.</summary>
    public void Reset()
    {
        CancellationToken = default;
        Array.Clear(_inputs);
        for (int i = 0; i < _outputs.Length; i++)
        {
            if (!_preallocated[i]) _outputs[i]?.Dispose();
            _outputs[i] = null;
            _preallocated[i] = false;
        }
    }

    private void ThrowPreallocated(int slot, InferenceTensor given, TensorElementType elementType, ReadOnlySpan<long> dimensions)
    {
        string actual = $"{elementType.ToString().ToLowerInvariant()}{TensorLayout.Format(dimensions)}";
        throw new MceException(
            MceErrorCodes.TensorShapeMismatch,
            $"The memory given for output '{Signature.Outputs[slot].Name}' is {given}, and the model produced {actual}: give memory of that shape, or none.",
            new Dictionary<string, string> { ["name"] = Signature.Outputs[slot].Name, ["expected"] = actual, ["given"] = given.ToString() });
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ThrowMissing(int slot) => throw new MceException(
        MceErrorCodes.ModelFailed,
        $"The backend returned without setting output '{Signature.Outputs[slot].Name}'.",
        new Dictionary<string, string> { ["name"] = Signature.Outputs[slot].Name });
}
