namespace Mce;

/// <summary>A request's resolved names.</summary>
/// <param name="Topology">The number of the topology that the positions belong to; 0 = none.</param>
/// <param name="Endpoint">The endpoint's position in it.</param>
/// <param name="Container">The container's position in its endpoint, or -1.</param>
internal readonly record struct RequestRoute(long Topology, int Endpoint, int Container);
