namespace Mce;

/// <summary>A live change was published, or refused.</summary>
public readonly record struct TopologyChanged
{
    /// <summary>When it happened.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>What it did to each container; empty when it was refused.</summary>
    public required IReadOnlyList<ContainerChange> Containers { get; init; }

    /// <summary>From the call to the publication or the refusal.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Null when it is in force; else what is wrong with it, and the old configuration goes on.</summary>
    public required string? Error { get; init; }
}
