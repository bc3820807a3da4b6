namespace Mce;

/// <summary>Each replica in turn; one that is busy is passed over.</summary>
internal sealed class RoundRobinPicker : ReplicaPicker
{
    private int _turn = -1;

    public override ReplicaSlot? Pick(ReplicaTable table)
    {
        Replica[] replicas = table.Replicas;
        if (replicas.Length == 0) return null;
        int first = (int)((uint)Interlocked.Increment(ref _turn) % (uint)replicas.Length);
        for (int i = 0; i < replicas.Length; i++)
            if (First(replicas[(first + i) % replicas.Length].Slots) is { } slot) return slot;
        return null;
    }
}
