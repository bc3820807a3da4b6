using System.Collections.Frozen;

namespace Mce;

/// <summary>One warm-up request, as Triton's <c>ModelWarmup</c>. Immutable.</summary>
public sealed record WarmUpRequest
{
    /// <summary>How often it is run on each replica. From 1 to 10,000; default 1.</summary>
    public int Count { get; init; } = 1;

    /// <summary>The inputs by name. One that isn't named is zeros, with 1 for a dynamic dimension; optional ones are left out.</summary>
    public IReadOnlyDictionary<string, WarmUpInput> Inputs { get; init; } = FrozenDictionary<string, WarmUpInput>.Empty;
}
