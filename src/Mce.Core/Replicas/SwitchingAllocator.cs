namespace Mce;

/// <summary>Lets one kept execution context take output memory from the pool or from a pipeline's kept buffers.</summary>
internal sealed class SwitchingAllocator(OutputAllocator standard) : OutputAllocator
{
    private OutputAllocator? _special;

    public void Use(OutputAllocator? special) => _special = special;

    public override InferenceTensor Allocate(int slot, TensorElementType elementType, ReadOnlySpan<long> dimensions) =>
        (_special ?? standard).Allocate(slot, elementType, dimensions);
}
