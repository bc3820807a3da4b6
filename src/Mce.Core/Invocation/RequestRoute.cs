namespace Mce;

/// <summary>A request's resolved names.</summary>
/// <remarks>
/// One word, written and read at once: two calls that share a request by mistake never see half of a route, which would
/// lead to another container.
/// </remarks>
internal readonly struct RequestRoute
{
    private const int PositionBits = 16;
    private const int MaxPosition = (1 << PositionBits) - 2;

    private readonly ulong _bits; // 32 bits of topology, then the endpoint, then the container + 1

    /// <param name="topology">The number of the topology that the positions belong to.</param>
    /// <param name="endpoint">The endpoint's position in it.</param>
    /// <param name="container">The container's position in its endpoint, or -1.</param>
    public RequestRoute(long topology, int endpoint, int container = -1)
    {
        // Positions beyond the room aren't kept, and the names are looked up each time.
        if (endpoint > MaxPosition || container > MaxPosition) return;
        _bits = ((ulong)(uint)topology << (2 * PositionBits)) | ((ulong)(uint)endpoint << PositionBits) | (uint)(container + 1);
    }

    /// <summary>0 = none.</summary>
    public long Topology => (long)(_bits >> (2 * PositionBits));

    public int Endpoint => (ushort)(_bits >> PositionBits);

    /// <summary>-1 = none.</summary>
    public int Container => (ushort)_bits - 1;

    public RequestRoute To(int container) => new(Topology, Endpoint, container);
}
