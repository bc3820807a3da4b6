namespace Mce;

/// <summary>The last request of a container that is gone is through, and its model is torn down.</summary>
public readonly record struct ModelUnloaded
{
    /// <summary>The container's endpoint.</summary>
    public required string Endpoint { get; init; }

    /// <summary>The container.</summary>
    public required string Container { get; init; }

    /// <summary>When it happened.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>How long the teardown took.</summary>
    public required TimeSpan Duration { get; init; }
}
