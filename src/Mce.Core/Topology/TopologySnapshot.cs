using System.Collections.Frozen;

namespace Mce;

/// <summary>One world: every endpoint there is. Immutable; published with one volatile write.</summary>
internal sealed class TopologySnapshot
{
    private static long _lastNumber;

    private readonly Endpoint[] _endpoints;
    private readonly FrozenDictionary<string, int> _byName;
    private readonly long _number = Interlocked.Increment(ref _lastNumber);

    public TopologySnapshot(TopologyConfig config, IReadOnlyList<Endpoint> endpoints)
    {
        Config = config;
        _endpoints = [.. endpoints];
        _byName = _endpoints.Index().ToFrozenDictionary(e => e.Item.Name, e => e.Index, StringComparer.Ordinal);
    }

    public TopologyConfig Config { get; }

    public IReadOnlyList<Endpoint> Endpoints => _endpoints;

    public IEnumerable<Container> Containers => _endpoints.SelectMany(e => e.Containers);

    /// <summary>A container by its names.</summary>
    /// <exception cref="MceException">There is no such endpoint, or it has no such container.</exception>
    public Container Get(string endpoint, string container)
    {
        if (!_byName.TryGetValue(endpoint, out int index)) throw RequestErrors.UnknownEndpoint(endpoint, _endpoints.Select(e => e.Name));
        IReadOnlyList<Container> containers = _endpoints[index].Containers;
        return containers.FirstOrDefault(c => c.Name == container) ?? throw RequestErrors.UnknownContainer(endpoint, container, containers.Select(c => c.Name));
    }

    /// <summary>A container by its names; null when there is none.</summary>
    public Container? Find(string endpoint, string container) =>
        _byName.TryGetValue(endpoint, out int index) ? _endpoints[index].Containers.FirstOrDefault(c => c.Name == container) : null;

    /// <summary>The endpoint that a request names. The request remembers it for its next time in this world.</summary>
    public Endpoint Find(InferenceRequest request)
    {
        RequestRoute route = request.Route;
        if (route.Topology == _number) return _endpoints[route.Endpoint];
        if (!_byName.TryGetValue(request.Endpoint, out int index)) throw RequestErrors.UnknownEndpoint(request.Endpoint, _endpoints.Select(e => e.Name));
        request.Route = new RequestRoute(_number, index);
        return _endpoints[index];
    }
}
