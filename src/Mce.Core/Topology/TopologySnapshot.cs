using System.Collections.Frozen;

namespace Mce;

/// <summary>One world: every endpoint there is. Immutable; published with one volatile write.</summary>
internal sealed class TopologySnapshot(IReadOnlyList<Endpoint> endpoints)
{
    private readonly FrozenDictionary<string, Endpoint> _byName = endpoints.ToFrozenDictionary(e => e.Name, StringComparer.Ordinal);

    public IReadOnlyList<Endpoint> Endpoints { get; } = endpoints;

    public Endpoint Find(string name) =>
        _byName.TryGetValue(name, out Endpoint? endpoint) ? endpoint : throw RequestErrors.UnknownEndpoint(name, Endpoints.Select(e => e.Name));
}
