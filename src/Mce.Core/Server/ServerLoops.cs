using Microsoft.Extensions.Logging;

namespace Mce;

/// <summary>What a running server does besides answering: it watches its configuration and its model files, and scales.</summary>
internal sealed class ServerLoops : IAsyncDisposable
{
    private readonly ConfigurationWatcher? _configuration;
    private readonly ModelWatcher? _models;
    private readonly Autoscaler _autoscaler;

    /// <param name="server">Ready, or about to be.</param>
    /// <param name="setup">Its setup.</param>
    /// <param name="telemetry">Told of decisions.</param>
    /// <param name="current">The world that serves.</param>
    public ServerLoops(MceServer server, ServerSetup setup, Telemetry telemetry, Func<TopologySnapshot?> current)
    {
        ILogger logger = setup.LoggerFactory.CreateLogger<MceServer>();
        if (setup.Options.ReloadOnChange && setup.Source.CanChange)
            _configuration = new ConfigurationWatcher(setup.Source, server.ReloadAsync, setup.TimeProvider, logger);
        if (setup.Options.ModelWatchInterval is { } interval)
            _models = new ModelWatcher((_, token) => server.ReloadModelsAsync(token), interval, setup.TimeProvider, logger);
        _autoscaler = new Autoscaler(() => ScalingTargets.Of(current()), setup.Scaling, setup.TimeProvider, logger, telemetry.TellDecision);
    }

    /// <summary>Tells them what serves now.</summary>
    public void Observe(TopologySnapshot topology)
    {
        _autoscaler.Refresh();
        _models?.Watch(topology.Endpoints
            .SelectMany(e => e.Containers)
            .Select(c => c.Model.Key)
            .DistinctBy(k => k.Path)
            .Select(k => KeyValuePair.Create(k.Path, k.Stamp)));
    }

    public async ValueTask DisposeAsync()
    {
        if (_configuration is not null) await _configuration.DisposeAsync().ConfigureAwait(false);
        await _autoscaler.DisposeAsync().ConfigureAwait(false);
        if (_models is not null) await _models.DisposeAsync().ConfigureAwait(false);
    }
}
