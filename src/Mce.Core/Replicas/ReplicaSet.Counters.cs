namespace Mce;

/// <summary>Counts, guarded by the gate; those of calls lie in the slots until their replica is closed.</summary>
internal sealed partial class ReplicaSet
{
    private long _refused;
    private long _givenUp;
    private long _dequeued;
    private TimeSpan _queueTime;
    private long _closedCalls;
    private long _closedFailures;

    /// <summary>What each slot does now, those of replicas that are being closed included.</summary>
    public IReadOnlyList<SlotState> SlotStates()
    {
        lock (_gate)
        {
            return [.. _table.Replicas.Concat(_closing).SelectMany(r => r.Slots).Select(s => new SlotState(s, s.IsRunning, s.Calls))];
        }
    }

    private void CountDequeued(Waiter waiter)
    {
        _dequeued++;
        _queueTime += _settings.TimeProvider.GetElapsedTime(waiter.Since);
    }

    // Of a replica on which no call runs any more.
    private void KeepCounts(Replica replica)
    {
        _closedCalls += replica.Slots.Sum(s => s.Calls);
        _closedFailures += replica.Slots.Sum(s => s.Failures);
    }

    private long CompletedCalls()
    {
        long calls = _closedCalls;
        foreach (ReplicaSlot slot in _table.Slots) calls += slot.Calls;
        foreach (Replica replica in _closing)
            foreach (ReplicaSlot slot in replica.Slots) calls += slot.Calls;
        return calls;
    }
}
