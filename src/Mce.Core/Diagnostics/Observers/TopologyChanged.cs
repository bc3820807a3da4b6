namespace Mce;

/// <summary>A live change was published, or refused.</summary>
public readonly record struct TopologyChanged
{
    /// <summary>When it happened.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Containers that were loaded for it.</summary>
    public required int Loaded { get; init; }

    /// <summary>Containers that went on as they were, with their models.</summary>
    public required int Kept { get; init; }

    /// <summary>Containers that only the old configuration had, or had otherwise.</summary>
    public required int Removed { get; init; }

    /// <summary>From the call to the publication or the refusal.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Null when it is in force; else what is wrong with it, and the old configuration goes on.</summary>
    public required string? Error { get; init; }
}
