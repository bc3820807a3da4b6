using System.Runtime.CompilerServices;

namespace Mce;

/// <summary>
/// The replicas of one container and the queue before them. Picking and reserving is one step; a full queue refuses at once.
/// </summary>
/// <remarks>
/// Invariant: while a request waits, no slot stays free. A slot is freed first and the waiters are counted after; a waiter
/// is counted first and looks for a slot after. Both steps are full fences, so at least one of the two sees the other. New
/// replicas are published, and waiters served, under one gate.
/// </remarks>
internal sealed partial class ReplicaSet : IAsyncDisposable
{
    private const int MaxPooledWaiters = 256;

    private readonly ReplicaSettings _settings;
    private readonly ReplicaGroup[] _groups;
    private readonly ReplicaPicker _picker;
    private readonly Lock _gate = new();
    private readonly RequestQueue _queue = new();
    private readonly SlotPool<Waiter> _waiters = new(MaxPooledWaiters);
    private readonly ServiceRate _rate;
    private readonly ServiceTime _serviceTime = new(); // under the gate
    private ReplicaTable _table; // written under the gate
    private int _waiting;

    /// <param name="settings">The container's.</param>
    /// <param name="groups">Taken over.</param>
    public ReplicaSet(ReplicaSettings settings, ReplicaGroup[] groups)
    {
        _settings = settings;
        _groups = groups;
        _picker = ReplicaPicker.Of(settings.Selector);
        _table = ReplicaTable.Empty;
        _rate = new ServiceRate(settings.TimeProvider);
    }

    public int QueueLength => Volatile.Read(ref _waiting);

    public IReadOnlyList<Replica> Replicas => Volatile.Read(ref _table).Replicas;

    /// <summary>Reserves a free slot, or returns null.</summary>
    public ReplicaSlot? TryAcquire()
    {
        // Those who wait go first: a caller that arrives while there is a queue joins it.
        return Volatile.Read(ref _waiting) == 0 ? _picker.Pick(Volatile.Read(ref _table)) : null;
    }

    /// <summary>Waits for a slot. Whatever keeps the request from one is a value, except that of a source that fails.</summary>
    public ValueTask<Admission> AcquireAsync(InferenceRequest request, CancellationToken cancellationToken)
    {
        Waiter waiter;
        Waiter? displaced = null;
        lock (_gate)
        {
            if (_queue.Count >= _settings.MaxQueueLength)
            {
                // A slot may have become free since the caller looked.
                if (_queue.Count == 0 && _picker.Pick(_table) is { } free) return new(new Admission(free));
                if (_table.Replicas.Length == 0) Wake();
                displaced = _queue.FindDisplaced(request.Priority, request.Caller);
                if (displaced is null) return new(Refuse());
            }

            // Counted before the displaced one leaves: in between, a count of zero would tell whoever frees a slot that nobody waits.
            Interlocked.Increment(ref _waiting);
            if (displaced is not null)
            {
                Leave(displaced);
            }
            else if (_queue.Count == 0 && _picker.Pick(_table) is { } slot)
            {
                Interlocked.Decrement(ref _waiting);
                return new(new Admission(slot));
            }

            waiter = _waiters.TryRent() ?? new Waiter();
            waiter.Begin(this, request, _settings.TimeProvider.GetTimestamp());
            _queue.Enqueue(waiter);
            if (_table.Replicas.Length == 0) Wake();
        }

        displaced?.Complete(Refuse());
        return WaitAsync(waiter, cancellationToken);
    }

    public void Release(ReplicaSlot slot)
    {
        _picker.Used(slot);
        long since = slot.Since;
        slot.Since = 0;
        slot.Free();
        if (slot.Replica.IsClosing) slot.Replica.CloseAfterCall(slot);
        if (Volatile.Read(ref _waiting) != 0) ServeWaiters(since);
    }

    /// <param name="endedSince">When the call that ended got its slot; 0 when it didn't wait for it, or none ended.</param>
    private void ServeWaiters(long endedSince = 0)
    {
        lock (_gate)
        {
            long now = _settings.TimeProvider.GetTimestamp();
            if (endedSince != 0) _serviceTime.Add(now - endedSince);
            while (_queue.Peek(now + _serviceTime.Needed) is { } first && _picker.Pick(_table) is { } slot)
            {
                _queue.Dequeue(first);
                Interlocked.Decrement(ref _waiting);
                CountDequeued(first);
                slot.Since = now;
                first.Complete(new Admission(slot));
            }
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<Admission> WaitAsync(Waiter waiter, CancellationToken cancellationToken)
    {
        Admission admission;
        // The registration ends before the waiter is reused: a late cancellation must not hit its next request.
        await using (cancellationToken.UnsafeRegister(static state => ((Waiter)state!).Set.GiveUp((Waiter)state), waiter).ConfigureAwait(false))
            admission = await waiter.Task.ConfigureAwait(false);
        _waiters.TryReturn(waiter);
        return admission;
    }

    private void GiveUp(Waiter waiter)
    {
        lock (_gate)
        {
            if (waiter.Queue is null) return; // it has its slot already, and runs (or notices the token itself)
            Leave(waiter);
            _givenUp++;
        }

        waiter.Complete(Admission.GivenUp);
    }

    // Under the gate. The count goes down last, so that it is never below the queue's own.
    private void Leave(Waiter waiter)
    {
        _queue.Remove(waiter);
        Interlocked.Decrement(ref _waiting);
    }

    private Admission Refuse()
    {
        lock (_gate)
        {
            _refused++;
            return new(null, RequestErrors.Overloaded(_settings.Container, _settings.MaxQueueLength, _rate.TimeFor(_queue.Count + 1, CompletedCalls())));
        }
    }
}
