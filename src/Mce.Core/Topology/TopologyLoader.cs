using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Mce;

/// <summary>Builds a world from a configuration: checks it, loads every container in parallel, connects the pipelines.</summary>
internal sealed class TopologyLoader
{
    private readonly ServerSetup _setup;
    private readonly PluginHost _plugins;
    private readonly OutputPool _pool;
    private readonly ILogger _logger;

    public TopologyLoader(ServerSetup setup, PluginHost plugins)
    {
        _setup = setup;
        _plugins = plugins;
        _pool = new OutputPool(setup.Options.OutputPoolBytes);
        _logger = setup.LoggerFactory.CreateLogger<TopologyLoader>();
    }

    /// <summary>Loads everything, or lets everything go again and reports every mistake in <paramref name="errors"/>.</summary>
    public async Task<IReadOnlyList<Endpoint>> LoadAsync(ICollection<MceException> errors, CancellationToken cancellationToken)
    {
        _setup.Options.Validate(errors);
        if (_setup.Trust.ManifestError is { } untrusted) errors.Add(untrusted);
        TopologyValidator.Validate(_setup.Endpoints, _setup.Options, _setup.Scaling.MetricNames, errors);

        (EndpointConfig Endpoint, ContainerConfig Container)[] wanted = [.. _setup.Endpoints.SelectMany(e => e.Containers.Select(c => (e, c)))];
        var reporter = new LoadReporter(_setup, wanted.Length, _logger);
        var loaded = new ConcurrentDictionary<(EndpointConfig, ContainerConfig), Container>();
        try
        {
            // Even after a mistake: whoever fixes a configuration wants to see all of what is wrong with it.
            await LoadContainersAsync(wanted, loaded, errors, reporter, cancellationToken).ConfigureAwait(false);
            List<Endpoint> endpoints = Connect(loaded, errors);
            if (errors.Count == 0) return endpoints;
        }
        catch
        {
            await LetGoAsync(loaded.Values).ConfigureAwait(false);
            throw;
        }

        await LetGoAsync(loaded.Values).ConfigureAwait(false);
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
            return Load(endpoint, endpoint.Containers[0], new LoadReporter(_setup, 1, _logger), cancellationToken);
        }
        catch (Exception e) when (e is not (MceException or ObjectDisposedException) && (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested))
        {
            throw new MceException(MceErrorCodes.ModelInvalid, e.Message, innerException: e);
        }
    }

    private async Task LoadContainersAsync(
        (EndpointConfig Endpoint, ContainerConfig Container)[] wanted,
        ConcurrentDictionary<(EndpointConfig, ContainerConfig), Container> loaded,
        ICollection<MceException> errors,
        LoadReporter reporter,
        CancellationToken cancellationToken)
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Math.Clamp(_setup.Options.MaxParallelLoads, 1, 1_024), CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(wanted, parallel, (item, token) =>
        {
            try
            {
                loaded[item] = Load(item.Endpoint, item.Container, reporter, token);
            }
            catch (Exception e) when (e is not OperationCanceledException || !token.IsCancellationRequested)
            {
                reporter.Report(item.Endpoint.Name, item.Container.Name, ModelLoadStage.Failed);
                lock (errors) AddOnce(errors, item.Endpoint.Name, item.Container.Name, e);
            }

            return ValueTask.CompletedTask;
        }).ConfigureAwait(false);
    }

    private Container Load(EndpointConfig endpoint, ContainerConfig config, LoadReporter reporter, CancellationToken cancellationToken)
    {
        long began = _setup.TimeProvider.GetTimestamp();
        reporter.Report(endpoint.Name, config.Name, ModelLoadStage.Loading);
        PluginHandle plugin = _plugins.Acquire(config.Framework);
        IModel? model = null;
        var replicas = new List<Replica>();
        try
        {
            ModelSource source = ModelSources.Create(ModelPaths.Resolve(config.ModelPath, _setup.Options), config.Settings, config.Device, _setup.Trust, cancellationToken);
            ModelSources.Check(source);
            model = plugin.Backend.Load(source, cancellationToken);
            // A stateful model's instances would share a series out among them, and zeros would be part of it.
            bool isStateful = model.Capabilities.HasFlag(ModelCapabilities.Stateful);
            int count = Math.Clamp(config.InstanceCount ?? (isStateful ? 1 : _setup.Options.DefaultInstanceCount), 1, 1_024);
            for (int i = 0; i < count; i++) replicas.Add(new Replica(model.CreateInstance(), model, _pool, _setup.Trust.Limits));
            if (_setup.Options.WarmUp && !isStateful)
            {
                reporter.Report(endpoint.Name, config.Name, ModelLoadStage.WarmingUp);
                WarmUp(endpoint, config, model, replicas, cancellationToken);
            }

            var set = new ReplicaSet(config.Name, [.. replicas], _setup.Options.MaxQueueLength);
            var container = new Container(endpoint.Name, config, plugin, model, set);
            Log.Loaded(_logger, endpoint.Name, config.Name, plugin.Framework, plugin.FrameworkVersion, _setup.TimeProvider.GetElapsedTime(began).TotalMilliseconds);
            reporter.Report(endpoint.Name, config.Name, ModelLoadStage.Ready);
            return container;
        }
        catch
        {
            LetGo([.. replicas, .. model is null ? [] : new IDisposable[] { model }, plugin]);
            throw;
        }
    }

    private void WarmUp(EndpointConfig endpoint, ContainerConfig config, IModel model, IReadOnlyList<Replica> replicas, CancellationToken cancellationToken)
    {
        try
        {
            foreach (Replica replica in replicas) SyntheticRequest.Run(replica.Instance, model.Signature, _setup.Trust.Limits, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // Zeros are no valid input for every model (token ids, images): that alone doesn't make it unusable.
            Log.WarmUpFailed(_logger, endpoint.Name, config.Name, e);
        }
    }

    private List<Endpoint> Connect(ConcurrentDictionary<(EndpointConfig, ContainerConfig), Container> loaded, ICollection<MceException> errors)
    {
        var endpoints = new List<Endpoint>();
        foreach (EndpointConfig config in _setup.Endpoints)
        {
            Container?[] found = [.. config.Containers.Select(c => loaded.GetValueOrDefault((config, c)))];
            if (found.Length == 0 || found.Contains(null)) continue; // reported already

            Container[] containers = [.. found.Select(c => c!)];
            if (config.Mode == InvocationMode.Direct)
            {
                if (containers.DistinctBy(c => c.Name).Count() == containers.Length) endpoints.Add(new DirectEndpoint(config.Name, containers));
                continue;
            }

            if (PipelinePlanner.Plan(config.Name, [.. containers.Select(c => (c.Config, c.Signature))], errors) is { } plan)
                endpoints.Add(new SerialEndpoint(config.Name, containers, new Pipeline(plan, containers, _pool, _setup.Trust.Limits)));
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

    private void LetGo(IEnumerable<IDisposable> parts)
    {
        try
        {
            Disposal.DisposeAll(parts);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            Log.TearDownFailed(_logger, e); // why it is let go says more
        }
    }

    private async Task LetGoAsync(IEnumerable<Container> containers)
    {
        Container[] all = [.. containers];
        foreach (Container container in all) container.Retire();
        Task drained = Task.WhenAll(all.Select(c => c.Drained));
        await drained.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (Exception fault in drained.Exception?.InnerExceptions ?? []) Log.TearDownFailed(_logger, fault);
    }
}
