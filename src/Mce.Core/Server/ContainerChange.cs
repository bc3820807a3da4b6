namespace Mce;

/// <summary>What a live change did to one container. Immutable.</summary>
/// <param name="Endpoint">The endpoint's name.</param>
/// <param name="Container">The container's name.</param>
/// <param name="Kind">What was done.</param>
public readonly record struct ContainerChange(string Endpoint, string Container, ContainerChangeKind Kind);
