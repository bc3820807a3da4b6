namespace Mce;

/// <summary>The replicas that take requests, as one immutable list, replaced whole.</summary>
internal sealed class ReplicaTable(Replica[] replicas)
{
    public static readonly ReplicaTable Empty = new([]);

    public Replica[] Replicas { get; } = replicas;

    public ReplicaSlot[] Slots { get; } = [.. replicas.SelectMany(r => r.Slots)];

    public ReplicaTable With(Replica replica) => new([.. Replicas, replica]);

    public ReplicaTable Without(Replica replica) => new([.. Replicas.Where(r => r != replica)]);
}
