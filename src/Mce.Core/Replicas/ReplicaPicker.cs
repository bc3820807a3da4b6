namespace Mce;

/// <summary>Picks and reserves a free slot in one step. Thread-safe.</summary>
internal abstract class ReplicaPicker
{
    public static ReplicaPicker Of(ReplicaSelector selector) => selector switch
    {
        ReplicaSelector.LeastOutstanding => new LeastOutstandingPicker(),
        ReplicaSelector.RoundRobin => new RoundRobinPicker(),
        _ => new MostRecentlyUsedPicker(),
    };

    /// <summary>A reserved slot, or null when none is free.</summary>
    public abstract ReplicaSlot? Pick(ReplicaTable table);

    /// <summary>Told after each call, before its slot is free.</summary>
    public virtual void Used(ReplicaSlot slot)
    {
    }

    /// <summary>Lets go of what it remembers of a replica that is closed.</summary>
    public virtual void Forget(Replica replica)
    {
    }

    protected static ReplicaSlot? First(ReadOnlySpan<ReplicaSlot> slots)
    {
        foreach (ReplicaSlot slot in slots)
            if (slot.TryReserve()) return slot;
        return null;
    }
}
