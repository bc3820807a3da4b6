namespace Mce;

/// <summary>What a new replica runs before it takes requests, so that lazy work is done by then. Immutable.</summary>
/// <param name="Requests">Run in this order; empty = nothing is run.</param>
public sealed record WarmUpConfig(IReadOnlyList<WarmUpRequest> Requests)
{
    /// <summary>No warm-up.</summary>
    public static WarmUpConfig None { get; } = new([]);
}
