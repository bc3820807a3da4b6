namespace Mce;

/// <summary>Every endpoint of a server, as configured. Immutable; what a live change takes.</summary>
/// <param name="Endpoints">The endpoints, with unique names.</param>
public sealed record TopologyConfig(IReadOnlyList<EndpointConfig> Endpoints)
{
    /// <summary>The same with one endpoint added, or put in the place of the one of its name.</summary>
    public TopologyConfig With(EndpointConfig endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        bool known = Endpoints.Any(e => e.Name == endpoint.Name);
        return new([.. Endpoints.Select(e => e.Name == endpoint.Name ? endpoint : e), .. known ? [] : new[] { endpoint }]);
    }

    /// <summary>The same with one endpoint described in code, added or put in the place of the one of its name.</summary>
    public TopologyConfig With(string name, Action<EndpointBuilder> configure) => With(EndpointBuilder.Build(name, configure));

    /// <summary>The same without an endpoint.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public TopologyConfig Without(string name) => Endpoints.Any(e => e.Name == name)
        ? new([.. Endpoints.Where(e => e.Name != name)])
        : throw new ArgumentException($"There is no endpoint '{name}'. There are: {string.Join(", ", Endpoints.Select(e => e.Name))}.", nameof(name));
}
