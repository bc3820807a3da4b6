namespace Mce.Benchmarks;

/// <summary>How long and how wide the servers are compared.</summary>
internal sealed record HttpLoadOptions
{
    public static HttpLoadOptions Default { get; } = new();

    /// <summary>Kept connections to each server.</summary>
    public int Connections { get; init; } = 16;

    public int Rounds { get; init; } = 21;

    /// <summary>How long each server is called in a round.</summary>
    public TimeSpan Slice { get; init; } = TimeSpan.FromSeconds(0.5);

    public TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(3);
}
