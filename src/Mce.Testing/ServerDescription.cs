using System.Globalization;

namespace Mce.Testing;

/// <summary>What a server serves, for tests to assert on. Immutable; <see cref="ToString"/> is a text that stays the same while the server does.</summary>
/// <remarks>Nothing in it depends on machine, time or load. It is made by <see cref="Of"/>.</remarks>
/// <param name="Endpoints">In their order.</param>
/// <example>
/// <code>
/// string text = ServerDescription.Of(server).ToString();
/// // numbers: direct
/// //   double: scripted 1.0.0, doubler, 2 replicas, queue 1000
/// //     (x: float32[n]) → (y: float32[n])
/// </code>
/// </example>
public sealed record ServerDescription(IReadOnlyList<DescribedEndpoint> Endpoints)
{
    /// <summary>The endpoint of that name.</summary>
    /// <exception cref="KeyNotFoundException">There is none; the message lists those there are.</exception>
    public DescribedEndpoint this[string endpoint] => Endpoints.FirstOrDefault(e => e.Name == endpoint)
        ?? throw new KeyNotFoundException($"There is no endpoint '{endpoint}'. There are: {string.Join(", ", Endpoints.Select(e => e.Name))}.");

    /// <summary>Describes what a server serves now. Nothing before it is ready.</summary>
    public static ServerDescription Of(MceServer server)
    {
        ArgumentNullException.ThrowIfNull(server);
        TopologyConfig config = server.Topology;
        return new ServerDescription([.. server.Endpoints.Select(e => DescribedEndpoint.Of(e, config.Endpoints.FirstOrDefault(c => c.Name == e.Name)))]);
    }

    /// <summary>One line for each endpoint; under it, for each container, one, its signature, and where its inputs come from. Lines end with a line feed on every system.</summary>
    public override string ToString() => string.Concat(Endpoints.SelectMany(e => e.Lines()).Select(l => l + "\n"));

    internal static string TimeoutText(TimeSpan? timeout) => timeout is { } given ? string.Create(CultureInfo.InvariantCulture, $", at most {given.TotalSeconds:0.###} s") : "";
}
