namespace Mce.Soak.Services;

/// <summary>A name that requests are sent to, behind which versions change.</summary>
internal abstract class Service
{
    private int _next = 1;

    public required string Endpoint { get; init; }

    /// <summary>Null on a serial endpoint.</summary>
    public string? Container { get; init; }

    /// <summary>Whether changes may take the service away, and bring it back.</summary>
    public bool ComesAndGoes { get; init; }

    /// <summary>The fewest replicas that a scaling may leave; at 0, the next request wakes the model.</summary>
    public int LeastReplicas { get; init; } = 1;

    /// <summary>How a replica is picked.</summary>
    public ReplicaSelector Selector { get; init; }

    public Ledger Ledger { get; } = new(0);

    /// <summary>How many versions differ in their answers; the number after them is the first again.</summary>
    public abstract int Versions { get; }

    /// <summary>The containers of a version: one, or the steps of a pipeline.</summary>
    public abstract IEnumerable<ContainerConfig> Configure(int version);

    /// <summary>Makes a request of one's own, to be used again and again.</summary>
    public abstract Probe CreateProbe();

    /// <summary>The version after all those that ever were.</summary>
    public int NextVersion() => _next++ % Versions;
}
