using System.Collections.Concurrent;

namespace Mce.Conformance;

/// <summary>Hands out memory full of 0xCD: outputs must be written, not assumed to be zero.</summary>
internal sealed unsafe class DirtyAllocator : OutputAllocator
{
    private readonly ConcurrentQueue<int> _slots = new();

    /// <summary>The slots asked for, in order.</summary>
    public IReadOnlyCollection<int> Slots => _slots;

    /// <summary>Thrown from now on, when not null.</summary>
    public MceException? Failure { get; set; }

    public override InferenceTensor Allocate(int slot, TensorElementType elementType, ReadOnlySpan<long> dimensions)
    {
        _slots.Enqueue(slot);
        if (Failure is not null) throw Failure;
        InferenceTensor tensor = InferenceTensor.Create(elementType, dimensions);
        if (tensor.ByteLength > 0) new Span<byte>(tensor.DangerousGetAddress(), checked((int)tensor.ByteLength)).Fill(0xCD);
        return tensor;
    }
}
