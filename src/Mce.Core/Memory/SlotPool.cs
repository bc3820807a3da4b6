namespace Mce;

/// <summary>A bounded pool of objects. Lock-free; what doesn't fit goes to the collector.</summary>
internal sealed class SlotPool<T>(int capacity)
    where T : class
{
    private readonly T?[] _slots = new T?[capacity];

    public T? TryRent()
    {
        T?[] slots = _slots;
        for (int i = 0; i < slots.Length; i++)
        {
            // Look before the exchange: an empty slot then costs a read instead of a bus lock.
            if (Volatile.Read(ref slots[i]) is not null && Interlocked.Exchange(ref slots[i], null) is { } item) return item;
        }

        return null;
    }

    /// <returns>False when the pool is full and the item is left to the collector.</returns>
    public bool TryReturn(T item)
    {
        T?[] slots = _slots;
        for (int i = 0; i < slots.Length; i++)
            if (Volatile.Read(ref slots[i]) is null && Interlocked.CompareExchange(ref slots[i], item, null) is null) return true;
        return false;
    }
}
