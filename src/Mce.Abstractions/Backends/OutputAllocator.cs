namespace Mce;

/// <summary>Where the memory of outputs comes from: a pool, a shared segment, a device.</summary>
public abstract class OutputAllocator
{
    /// <summary>Plain heap memory, without a pool. Thread-safe.</summary>
    public static OutputAllocator Default { get; } = new HeapOutputAllocator();

    /// <summary>Memory for one output, not cleared.</summary>
    /// <param name="slot">The output's index in the signature.</param>
    /// <param name="elementType">The element type.</param>
    /// <param name="dimensions">The dimensions, none negative.</param>
    public abstract InferenceTensor Allocate(int slot, TensorElementType elementType, ReadOnlySpan<long> dimensions);

    private sealed class HeapOutputAllocator : OutputAllocator
    {
        public override InferenceTensor Allocate(int slot, TensorElementType elementType, ReadOnlySpan<long> dimensions) =>
            InferenceTensor.Create(elementType, dimensions);
    }
}
