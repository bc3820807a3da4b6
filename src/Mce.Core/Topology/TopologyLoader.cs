using Microsoft.Extensions.Logging;

namespace Mce;

/// <summary>Builds a world from a configuration: checks it, loads every container in parallel, connects the pipelines.</summary>
internal sealed class TopologyLoader
{
    private readonly ServerSetup _setup;
    private readonly OutputPool _pool;
    private readonly Deadlines _deadlines;
    private readonly ContainerLoader _containers;
    private readonly Telemetry? _telemetry;
    private readonly ILogger _logger;

    /// <param name="setup">The server's or workbench's.</param>
    /// <param name="plugins">Where backends come from.</param>
    /// <param name="telemetry">Told of loads; null = nobody.</param>
    public TopologyLoader(ServerSetup setup, PluginHost plugins, Telemetry? telemetry)
    {
        _setup = setup;
        _pool = new OutputPool(setup.Options.OutputPoolBytes);
        _deadlines = new Deadlines(setup.TimeProvider);
        _containers = new ContainerLoader(setup, plugins, new ModelStore(), _pool, telemetry);
        _telemetry = telemetry;
        _logger = setup.LoggerFactory.CreateLogger<TopologyLoader>();
    }

    /// <summary>Loads everything, or lets everything go again and reports every mistake in <paramref name="errors"/>.</summary>
    /// <param name="config">The world to build.</param>
    /// <param name="current">The world that serves now: what is the same in both is kept. Null at the start.</param>
    /// <param name="errors">Every mistake found.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    public async Task<IReadOnlyList<Endpoint>> LoadAsync(TopologyConfig config, TopologySnapshot? current, ICollection<MceException> errors, CancellationToken cancellationToken)
    {
        _setup.Options.Validate(errors);
        if (_setup.Trust.ManifestError is { } untrusted) errors.Add(untrusted);
        TopologyValidator.Validate(config.Endpoints, _setup.Options, _setup.Scaling.MetricNames, errors);

        Wanted[] wanted = [.. config.Endpoints.SelectMany(e => e.Containers.Select(c => new Wanted(e, c, current?.Find(e.Name, c.Name))))];
        try
        {
            // Even after a mistake: whoever fixes a configuration wants to see all of what is wrong with it.
            await LoadContainersAsync(wanted, errors, cancellationToken).ConfigureAwait(false);
            List<Endpoint> endpoints = Connect(config, wanted, errors);
            if (errors.Count == 0) return endpoints;
        }
        catch
        {
            await LetGoAsync(wanted).ConfigureAwait(false);
            throw;
        }

        await LetGoAsync(wanted).ConfigureAwait(false);
        return [];
    }

    /// <summary>Loads the only container of a direct endpoint, on the calling thread, without connecting it to anything.</summary>
    /// <exception cref="MceException">What is wrong with it: the model's own error, not one about an endpoint.</exception>
    public Container LoadAlone(EndpointConfig endpoint, CancellationToken cancellationToken)
    {
        var errors = new List<MceException>(_setup.Errors);
        _setup.Options.Validate(errors);
        TopologyValidator.Validate([endpoint], _setup.Options, _setup.Scaling.MetricNames, errors);
        if (errors.Count > 0) throw errors.Count == 1 ? errors[0] : ConfigurationErrors.Bundle(errors);
        try
        {
            return _containers.Load(endpoint, endpoint.Containers[0], predecessor: null, new LoadReporter(_setup, 1, _logger), cancellationToken);
        }
        catch (Exception e) when (e is not (MceException or ObjectDisposedException) && (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested))
        {
            throw new MceException(MceErrorCodes.ModelInvalid, e.Message, innerException: e);
        }
    }

    private async Task LoadContainersAsync(Wanted[] wanted, ICollection<MceException> errors, CancellationToken cancellationToken)
    {
        foreach (Wanted item in wanted) item.Container = Keep(item);
        Wanted[] missing = [.. wanted.Where(w => w.Container is null)];
        var reporter = new LoadReporter(_setup, missing.Length, _logger);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Math.Clamp(_setup.Options.MaxParallelLoads, 1, 1_024), CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(missing, parallel, (item, token) =>
        {
            try
            {
                item.Container = _containers.Load(item.Endpoint, item.Config, item.Predecessor, reporter, token);
            }
            catch (Exception e) when (e is not OperationCanceledException || !token.IsCancellationRequested)
            {
                reporter.Report(item.Endpoint.Name, item.Config.Name, ModelLoadStage.Failed);
                lock (errors) AddOnce(errors, item.Endpoint.Name, item.Config.Name, e);
            }

            return ValueTask.CompletedTask;
        }).ConfigureAwait(false);
    }

    /// <summary>A count of the container that serves now, where it is the same to the last setting and its files haven't changed.</summary>
    private Container? Keep(Wanted item)
    {
        try
        {
            return item.Predecessor is { } present && _containers.IsCurrent(present, item.Config) && present.TryAddReference() ? present : null;
        }
        catch (MceException)
        {
            return null; // loading it will say what is wrong
        }
    }

    private List<Endpoint> Connect(TopologyConfig topology, Wanted[] wanted, ICollection<MceException> errors)
    {
        var endpoints = new List<Endpoint>();
        foreach (EndpointConfig config in topology.Endpoints)
        {
            Container?[] found = [.. wanted.Where(w => ReferenceEquals(w.Endpoint, config)).Select(w => w.Container)];
            if (found.Length == 0 || found.Contains(null)) continue; // reported already

            Container[] containers = [.. found.Select(c => c!)];
            if (config.Mode == InvocationMode.Direct)
            {
                if (containers.DistinctBy(c => c.Name).Count() == containers.Length) endpoints.Add(new DirectEndpoint(config, containers, _deadlines));
                continue;
            }

            if (PipelinePlanner.Plan(config.Name, [.. containers.Select(c => (c.Config, c.Signature))], errors) is { } plan)
                endpoints.Add(new SerialEndpoint(config, containers, new Pipeline(plan, containers, _pool, _setup.Trust.Limits), _deadlines) { Telemetry = _telemetry?.Whole(config.Name) });
        }

        return endpoints;
    }

    private static void AddOnce(ICollection<MceException> errors, string endpoint, string container, Exception cause)
    {
        // The validator has named the missing file or framework already, more shortly.
        bool known = errors.Any(e => e.Code == MceErrorCodes.ConfigurationInvalid
            && e.Fields.GetValueOrDefault("endpoint") == endpoint && e.Fields.GetValueOrDefault("container") == container);
        if (cause is MceException { Code: MceErrorCodes.ConfigurationInvalid } && errors.Any(e => e.Message == cause.Message)) return; // the manifest's
        if (known && cause is ArgumentException or MceException { Code: MceErrorCodes.ModelNotFound }) return;
        var fields = new Dictionary<string, string>((cause as MceException)?.Fields ?? new Dictionary<string, string>())
        {
            ["endpoint"] = endpoint,
            ["container"] = container,
        };
        errors.Add(new MceException(
            (cause as MceException)?.Code ?? MceErrorCodes.ModelInvalid,
            $"Endpoint '{endpoint}', container '{container}': {cause.Message}",
            fields,
            cause));
    }

    private async Task LetGoAsync(Wanted[] wanted)
    {
        Container[] all = [.. wanted.Select(w => w.Container).OfType<Container>()];
        foreach (Container container in all) container.Release();
        // Those that are kept go on.
        Task drained = Task.WhenAll(all.Where(c => c.References == 0).Select(c => c.Drained));
        await drained.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (Exception fault in drained.Exception?.InnerExceptions ?? []) Log.TearDownFailed(_logger, fault);
    }

    private sealed class Wanted(EndpointConfig endpoint, ContainerConfig config, Container? predecessor)
    {
        public EndpointConfig Endpoint { get; } = endpoint;

        public ContainerConfig Config { get; } = config;

        public Container? Predecessor { get; } = predecessor;

        /// <summary>The kept or loaded one, with one count; null when it couldn't be loaded.</summary>
        public Container? Container { get; set; }
    }
}
