namespace Mce;

/// <summary>
/// The replicas of one container and the queue before them. Picking and reserving is one step; a full queue rejects at once.
/// </summary>
/// <remarks>
/// Invariant: while a request waits, no slot stays free. A slot is freed first and the waiters are counted after; a waiter
/// is counted first and looks for a slot after. Both steps are full fences, so at least one of the two sees the other.
/// </remarks>
internal sealed class ReplicaSet : IDisposable
{
    private readonly string _container;
    private readonly Replica[] _replicas;
    private readonly ReplicaSlot[] _slots;
    private readonly int _maxQueueLength;
    private readonly Lock _gate = new();
    private readonly LinkedList<Waiter> _queue = new();
    private int _waiting;

    public ReplicaSet(string container, Replica[] replicas, int maxQueueLength)
    {
        _container = container;
        _replicas = replicas;
        _slots = [.. replicas.SelectMany(r => r.Slots)];
        _maxQueueLength = maxQueueLength;
    }

    public int QueueLength => Volatile.Read(ref _waiting);

    public IReadOnlyList<Replica> Replicas => _replicas;

    /// <summary>Reserves a free slot, the most recently used first, or returns null.</summary>
    public ReplicaSlot? TryAcquire()
    {
        // Those who wait go first: a caller that arrives while there is a queue joins it.
        return Volatile.Read(ref _waiting) == 0 ? Pick() : null;
    }

    /// <summary>Waits for a slot in the order of arrival.</summary>
    /// <exception cref="MceException"><see cref="MceErrorCodes.Overloaded"/>: the queue is full.</exception>
    public ValueTask<ReplicaSlot> AcquireAsync(CancellationToken cancellationToken)
    {
        Waiter waiter;
        lock (_gate)
        {
            if (_queue.Count >= _maxQueueLength)
            {
                // A slot may have become free since the caller looked; the queue length is 0 when queueing is off.
                return _queue.Count == 0 && Pick() is { } free ? new(free) : throw RequestErrors.Overloaded(_container, _maxQueueLength);
            }

            Interlocked.Increment(ref _waiting);
            if (_queue.Count == 0 && Pick() is { } slot)
            {
                Interlocked.Decrement(ref _waiting);
                return new(slot);
            }

            waiter = new Waiter();
            waiter.Node = _queue.AddLast(waiter);
        }

        return cancellationToken.CanBeCanceled ? WaitAsync(waiter, cancellationToken) : new(waiter.Source.Task);
    }

    public void Release(ReplicaSlot slot)
    {
        slot.Free();
        if (Volatile.Read(ref _waiting) != 0) ServeWaiters();
    }

    public void Dispose() => Disposal.DisposeAll(_replicas);

    private ReplicaSlot? Pick()
    {
        // Always from the front: under light load the same replica stays warm in the caches.
        foreach (ReplicaSlot slot in _slots)
            if (slot.TryReserve()) return slot;
        return null;
    }

    private void ServeWaiters()
    {
        lock (_gate)
        {
            while (_queue.First is { } first && Pick() is { } slot)
            {
                _queue.Remove(first);
                first.Value.Node = null;
                Interlocked.Decrement(ref _waiting);
                first.Value.Source.SetResult(slot);
            }
        }
    }

    private async ValueTask<ReplicaSlot> WaitAsync(Waiter waiter, CancellationToken cancellationToken)
    {
        await using (cancellationToken.UnsafeRegister(static (state, token) => ((Cancellation)state!).Cancel(token), new Cancellation(this, waiter)).ConfigureAwait(false))
            return await waiter.Source.Task.ConfigureAwait(false);
    }

    private void Cancel(Waiter waiter, CancellationToken token)
    {
        lock (_gate)
        {
            if (waiter.Node is null) return; // it has its slot already, and runs (or notices the token itself)
            _queue.Remove(waiter.Node);
            waiter.Node = null;
            Interlocked.Decrement(ref _waiting);
        }

        waiter.Source.SetCanceled(token);
    }

    private sealed record Cancellation(ReplicaSet Set, Waiter Waiter)
    {
        public void Cancel(CancellationToken token) => Set.Cancel(Waiter, token);
    }

    private sealed class Waiter
    {
        // Continuations run on the pool: whoever frees a slot must not compute another caller's request.
        public TaskCompletionSource<ReplicaSlot> Source { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public LinkedListNode<Waiter>? Node { get; set; }
    }
}
