using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;

namespace Mce;

/// <summary>Where a server's endpoints came from, to be read again when a configuration section changes.</summary>
internal sealed class TopologySource(IReadOnlyList<EndpointConfig> fromCode, IReadOnlyList<IConfiguration> sections)
{
    private readonly string _fixed = FixedPart(sections);

    // As of the reading: what changes before anybody watches, while the first models are being loaded, isn't missed.
    private readonly IChangeToken[] _read = [.. sections.Select(s => s.GetReloadToken())];

    public bool CanChange => sections.Count > 0;

    /// <summary>Whether plugins or options read otherwise than when the server was built; they count from its next start.</summary>
    public bool HasFixedPartChanged => FixedPart(sections) != _fixed;

    /// <summary>Calls back at each change of any section, at once where one has changed already; an edit of a file may call several times.</summary>
    public IDisposable OnChange(Action changed)
    {
        var registrations = new Registrations([.. sections.Select(s => ChangeToken.OnChange(s.GetReloadToken, changed))]);
        if (Array.Exists(_read, token => token.HasChanged)) changed();
        return registrations;
    }

    /// <summary>Reads the endpoints as they are now.</summary>
    public TopologyConfig Read(ICollection<MceException> errors)
    {
        var builder = new MceServerBuilder();
        var reader = new ConfigurationReader(errors);
        foreach (IConfiguration section in sections) reader.Read(section, builder);
        return new TopologyConfig([.. fromCode, .. builder.Endpoints]);
    }

    private static string FixedPart(IReadOnlyList<IConfiguration> sections) => string.Join('\n', sections
        .SelectMany(s => s.GetChildren())
        .Where(c => !c.Key.Equals("Endpoints", StringComparison.OrdinalIgnoreCase))
        .SelectMany(c => c.AsEnumerable())
        .Select(pair => $"{pair.Key}={pair.Value}"));

    private sealed class Registrations(IDisposable[] all) : IDisposable
    {
        public void Dispose()
        {
            foreach (IDisposable one in all) one.Dispose();
        }
    }
}
