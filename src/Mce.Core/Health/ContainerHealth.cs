namespace Mce;

/// <summary>How a container is at a moment. Immutable.</summary>
/// <param name="Endpoint">Its endpoint.</param>
/// <param name="Container">Its name.</param>
/// <param name="State">How it is.</param>
/// <param name="Detail">The same in words, with what is wrong.</param>
public sealed record ContainerHealth(string Endpoint, string Container, ContainerState State, string Detail)
{
    /// <summary>How long the call that has run longest has run, at least; zero when none was seen twice.</summary>
    public TimeSpan LongestCall { get; init; }

    /// <summary>When that call was first seen; null when <see cref="LongestCall"/> is zero.</summary>
    public DateTimeOffset? LongestCallSince { get; init; }
}
