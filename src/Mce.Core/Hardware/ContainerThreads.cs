namespace Mce;

/// <summary>The threads that one container keeps busy when all its replicas do. Immutable.</summary>
/// <param name="Endpoint">The endpoint's name.</param>
/// <param name="Container">The container's name.</param>
/// <param name="Calls">The most calls that run at a time: replicas, as many as scaling may make, times the slots of each.</param>
/// <param name="ThreadsPerCall">The threads within a call (<c>IntraOpThreads</c>), at least 1.</param>
public sealed record ContainerThreads(string Endpoint, string Container, int Calls, int ThreadsPerCall)
{
    /// <summary>Threads that compute at a time, at most.</summary>
    public long Threads => (long)Calls * ThreadsPerCall;
}
