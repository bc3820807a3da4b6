namespace Mce;

/// <summary>A slot of the replica with the fewest running calls.</summary>
internal sealed class LeastOutstandingPicker : ReplicaPicker
{
    public override ReplicaSlot? Pick(ReplicaTable table)
    {
        Replica? least = null;
        int fewest = int.MaxValue;
        foreach (Replica replica in table.Replicas)
        {
            int running = replica.Running;
            if (running >= fewest || running == replica.Slots.Length) continue;
            least = replica;
            fewest = running;
        }

        // Others may have been quicker: any free slot is better than waiting.
        return least is null ? null : First(least.Slots) ?? First(table.Slots);
    }
}
