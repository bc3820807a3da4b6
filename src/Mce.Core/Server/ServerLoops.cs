using Microsoft.Extensions.Logging;

namespace Mce;

/// <summary>What a running server does besides answering: it watches its configuration and its model files.</summary>
internal sealed class ServerLoops : IAsyncDisposable
{
    private readonly ConfigurationWatcher? _configuration;
    private readonly ModelWatcher? _models;

    /// <param name="server">Ready, or about to be.</param>
    /// <param name="setup">Its setup.</param>
    /// <param name="logger">The server's.</param>
    public ServerLoops(MceServer server, ServerSetup setup, ILogger logger)
    {
        if (setup.Options.ReloadOnChange && setup.Source.CanChange)
            _configuration = new ConfigurationWatcher(setup.Source, server.ApplyAsync, setup.TimeProvider, logger);
        if (setup.Options.ModelWatchInterval is { } interval)
            _models = new ModelWatcher((_, token) => server.ApplyAsync(server.Topology, token), interval, setup.TimeProvider, logger);
    }

    /// <summary>Tells them what serves now.</summary>
    public void Observe(TopologySnapshot topology) => _models?.Watch(topology.Endpoints
        .SelectMany(e => e.Containers)
        .Select(c => c.Model.Key)
        .DistinctBy(k => k.Path)
        .Select(k => KeyValuePair.Create(k.Path, k.Stamp)));

    public async ValueTask DisposeAsync()
    {
        if (_configuration is not null) await _configuration.DisposeAsync().ConfigureAwait(false);
        if (_models is not null) await _models.DisposeAsync().ConfigureAwait(false);
    }
}
