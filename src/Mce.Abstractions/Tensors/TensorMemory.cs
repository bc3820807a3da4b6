namespace Mce;

/// <summary>
/// Counted memory behind one or more tensors. The creator holds the first count; the last <see cref="Release"/> frees.
/// </summary>
/// <remarks>
/// The count never rises from zero: <see cref="TryAddReference"/> fails instead. Thread-safe. A plugin derives from this
/// class to hand out native memory of its framework: <see cref="Free"/> is then told when nobody reads it any more,
/// possibly long after the model instance that made it is gone, and on any thread.
/// </remarks>
public abstract unsafe class TensorMemory
{
    private readonly bool _isCounted = true;
    private int _references = 1;

    /// <summary>Describes <paramref name="byteLength"/> bytes at <paramref name="address"/>.</summary>
    /// <param name="address">The first byte; must not move before <see cref="Free"/>. Null when empty or for managed elements.</param>
    /// <param name="byteLength">The length in bytes, not negative.</param>
    /// <param name="device">Where the bytes lie.</param>
    protected TensorMemory(void* address, long byteLength, TensorDevice device)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(byteLength);
        if (address is null && byteLength > 0)
            throw new ArgumentNullException(nameof(address), $"A null address can't hold {byteLength} bytes.");
        Address = address;
        ByteLength = byteLength;
        Device = device;
    }

    // Memory that the collector owns and whose Free does nothing: reachable is alive, and atomics would be wasted.
    private protected TensorMemory(void* address, long byteLength)
        : this(address, byteLength, TensorDevice.Cpu) => _isCounted = false;

    /// <summary>The first byte.</summary>
    public void* Address { get; }

    /// <summary>The length in bytes.</summary>
    public long ByteLength { get; }

    /// <summary>Where the bytes lie.</summary>
    public TensorDevice Device { get; }

    /// <summary>Whether writing through a tensor over this memory is refused.</summary>
    public virtual bool IsReadOnly => false;

    /// <summary>
    /// Whether anybody else may hold the memory too; always true where the collector counts. For its only holder a false
    /// answer lasts, since a count is taken only by way of another.
    /// </summary>
    public bool IsShared => !_isCounted || Volatile.Read(ref _references) > 1;

    /// <summary>Takes a count, unless the memory is already freed.</summary>
    public bool TryAddReference()
    {
        if (!_isCounted) return true;
        int seen = Volatile.Read(ref _references);
        while (seen > 0)
        {
            int found = Interlocked.CompareExchange(ref _references, seen + 1, seen);
            if (found == seen) return true;
            seen = found;
        }

        return false;
    }

    /// <summary>Gives a count back; the last one frees.</summary>
    public void Release()
    {
        if (!_isCounted) return;
        int left = Interlocked.Decrement(ref _references);
        if (left == 0) Free();
        else if (left < 0) throw new InvalidOperationException("Tensor memory was released more often than it was taken.");
    }

    /// <summary>Frees the memory. Called exactly once, on the thread of the last release. Must not throw.</summary>
    protected abstract void Free();

    /// <summary>Makes freed memory live again with one count. For pools, which own the object while its count is zero.</summary>
    protected void Revive()
    {
        if (Interlocked.CompareExchange(ref _references, 1, 0) != 0)
            throw new InvalidOperationException("Tensor memory is still in use.");
    }
}
