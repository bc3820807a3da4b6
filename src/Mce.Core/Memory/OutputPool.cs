using System.Numerics;

namespace Mce;

/// <summary>
/// Reuses the memory of outputs in size classes of powers of two. Bounded: what doesn't fit the budget goes to the
/// collector, as does the memory of a response that nobody disposed. Thread-safe.
/// </summary>
internal sealed class OutputPool : OutputAllocator
{
    private const int SmallestShift = 8; // 256 bytes
    private const int LargestShift = 26; // 64 MiB
    private const int SlotsPerClass = 32;

    private readonly SlotPool<Block>[] _classes = [.. Enumerable.Range(SmallestShift, LargestShift - SmallestShift + 1).Select(_ => new SlotPool<Block>(SlotsPerClass))];
    private readonly long _budget;
    private long _retained;

    /// <param name="budget">How many bytes may lie idle in the pool.</param>
    public OutputPool(long budget) => _budget = budget;

    public long RetainedBytes => Volatile.Read(ref _retained);

    public override InferenceTensor Allocate(int slot, TensorElementType elementType, ReadOnlySpan<long> dimensions)
    {
        if (TensorElementTypes.IsManaged(elementType)) return InferenceTensor.Create(elementType, dimensions);

        long bytes = TensorLayoutBytes(elementType, dimensions);
        int shift = Math.Max(SmallestShift, BitOperations.Log2((ulong)Math.Max(1, bytes - 1)) + 1);
        if (bytes <= 0 || shift > LargestShift) return InferenceTensor.Create(elementType, dimensions);

        Block block = Rent(shift);
        try
        {
            return InferenceTensor.FromMemory(elementType, dimensions, block);
        }
        catch
        {
            block.Release();
            throw;
        }
    }

    private static long TensorLayoutBytes(TensorElementType elementType, ReadOnlySpan<long> dimensions)
    {
        long count = 1;
        foreach (long dimension in dimensions)
        {
            // Impossible shapes take the slow way, which refuses them with a proper error.
            if (dimension < 0 || (dimension != 0 && count > (1L << LargestShift) / dimension)) return -1;
            count *= dimension;
        }

        return count * TensorElementTypes.SizeOf(elementType);
    }

    private Block Rent(int shift)
    {
        if (_classes[shift - SmallestShift].TryRent() is { } block)
        {
            Interlocked.Add(ref _retained, -block.ByteLength);
            block.Reuse();
            return block;
        }

        return new Block(this, shift);
    }

    private void Return(Block block, int shift)
    {
        if (Interlocked.Add(ref _retained, block.ByteLength) > _budget || !_classes[shift - SmallestShift].TryReturn(block))
            Interlocked.Add(ref _retained, -block.ByteLength);
    }

    private sealed class Block(OutputPool pool, int shift) : PooledTensorMemory(1L << shift)
    {
        public void Reuse() => Revive();

        protected override void Free() => pool.Return(this, shift);
    }
}
