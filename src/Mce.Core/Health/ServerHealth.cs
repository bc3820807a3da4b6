namespace Mce;

/// <summary>How a server is at a moment. Immutable.</summary>
/// <param name="IsLive">Whether it can serve, or come to serve: false once it failed to start or was disposed.</param>
/// <param name="IsReady">Whether it takes requests.</param>
/// <param name="Containers">Every container, in the order of their names.</param>
public sealed record ServerHealth(bool IsLive, bool IsReady, IReadOnlyList<ContainerHealth> Containers);
