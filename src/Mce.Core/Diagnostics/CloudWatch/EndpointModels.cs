namespace Mce;

/// <summary>Which containers of an endpoint are loaded, from the events. Guarded by the view's gate.</summary>
internal sealed class EndpointModels
{
    private readonly Dictionary<string, (int Models, int Replicas)> _containers = new(StringComparer.Ordinal);

    /// <summary>Loaded models; two of one container while one takes the other's place.</summary>
    public int Count => _containers.Values.Sum(c => c.Models);

    /// <summary>A container's replicas, or the fewest of all containers; at least 1.</summary>
    public int Replicas(string? container)
    {
        int replicas = container is not null ? _containers.GetValueOrDefault(container).Replicas
            : _containers.Count > 0 ? _containers.Values.Min(c => c.Replicas)
            : 0;
        return Math.Max(1, replicas);
    }

    public void Loaded(string container, int replicas) => _containers[container] = (_containers.GetValueOrDefault(container).Models + 1, replicas);

    public void Scaled(string container, int replicas) => _containers[container] = (_containers.GetValueOrDefault(container).Models, replicas);

    /// <returns>False when nothing is left.</returns>
    public bool Unloaded(string container)
    {
        (int models, int replicas) = _containers.GetValueOrDefault(container);
        if (models > 1) _containers[container] = (models - 1, replicas);
        else _containers.Remove(container);
        return _containers.Count > 0;
    }
}
