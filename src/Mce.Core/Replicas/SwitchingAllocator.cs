namespace Mce;

/// <summary>
/// Lets one kept execution context take output memory from the pool or from a pipeline's kept buffers, and refuses outputs that
/// are larger than allowed.
/// </summary>
internal sealed class SwitchingAllocator(OutputAllocator standard, ModelSignature signature, SizeLimits limits) : OutputAllocator
{
    private OutputAllocator? _special;

    public void Use(OutputAllocator? special) => _special = special;

    public override InferenceTensor Allocate(int slot, TensorElementType elementType, ReadOnlySpan<long> dimensions)
    {
        if (IsTooLarge(elementType, dimensions)) throw RequestErrors.OutputTooLarge(signature.Outputs[slot], elementType, dimensions, limits);
        return (_special ?? standard).Allocate(slot, elementType, dimensions);
    }

    private bool IsTooLarge(TensorElementType elementType, ReadOnlySpan<long> dimensions)
    {
        // In floating point nothing overflows, and up to 2^53 bytes it is exact. Impossible shapes pass: the allocator refuses them.
        // A text or bytes element takes at least its reference.
        double bytes = TensorElementTypes.IsManaged(elementType) ? nint.Size : TensorElementTypes.SizeOf(elementType);
        foreach (long dimension in dimensions) bytes *= dimension;
        return bytes > limits.MaxTensorBytes;
    }
}
