namespace Mce;

/// <summary>A bounded pool of objects. Lock-free; what doesn't fit goes to the collector.</summary>
internal sealed class SlotPool<T>(int capacity)
    where T : class
{
    // Structs around the items: the address of an element in an array of references costs a type check at run time.
    private readonly Slot[] _slots = new Slot[capacity];

    public T? TryRent()
    {
        foreach (ref Slot slot in _slots.AsSpan())
        {
            // Look before the exchange: an empty slot then costs a read instead of a bus lock.
            if (Volatile.Read(ref slot.Item) is not null && Interlocked.Exchange(ref slot.Item, null) is { } item) return item;
        }

        return null;
    }

    /// <returns>False when the pool is full and the item is left to the collector.</returns>
    public bool TryReturn(T item)
    {
        foreach (ref Slot slot in _slots.AsSpan())
            if (Volatile.Read(ref slot.Item) is null && Interlocked.CompareExchange(ref slot.Item, item, null) is null) return true;
        return false;
    }

    private struct Slot
    {
        public T? Item;
    }
}
