using Microsoft.Extensions.Logging;

namespace Mce;

/// <summary>Loads one container: its models, its groups, its first replicas, warm.</summary>
internal sealed class ContainerLoader(ServerSetup setup, PluginHost plugins, ModelStore models, OutputPool pool, Telemetry? telemetry)
{
    private readonly ILogger _logger = setup.LoggerFactory.CreateLogger<ContainerLoader>();

    /// <summary>Whether loading a container of this configuration now would give what is there: the same settings, the same plugin, the same files.</summary>
    /// <exception cref="MceException">Its plugin's folder was changed in place.</exception>
    public bool IsCurrent(Container present, ContainerConfig config) =>
        ConfigEquality.Same(present.Config, config)
        && plugins.IsCurrent(config.Framework, present.Model.Key.Plugin)
        && ModelStamp.Of(present.Model.Key.Path).Equals(present.Model.Key.Stamp);

    /// <summary>Loads it, on the calling thread.</summary>
    /// <param name="endpoint">Where it belongs.</param>
    /// <param name="config">The container.</param>
    /// <param name="predecessor">The container of its name in the world before; one of the same groups hands on how many replicas it has.</param>
    /// <param name="reporter">Told how it goes.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    public Container Load(EndpointConfig endpoint, ContainerConfig config, Container? predecessor, LoadReporter reporter, CancellationToken cancellationToken)
    {
        long began = setup.TimeProvider.GetTimestamp();
        reporter.Report(endpoint.Name, config.Name, ModelLoadStage.Loading);
        TargetTelemetry? target = telemetry?.BeginLoad(endpoint.Name, config.Name);
        var groups = new List<ReplicaGroup>();
        ReplicaSet? set = null;
        try
        {
            foreach (InstanceGroupConfig group in config.Groups) groups.Add(LoadGroup(config, group, cancellationToken));
            RefuseUnlike(groups);
            ModelFacts facts = ModelFacts.Of(groups[0].Model!);
            set = new ReplicaSet(SettingsOf(endpoint, config, target), [.. groups]);
            if (setup.Options.WarmUp || config.WarmUp is not null) reporter.Report(endpoint.Name, config.Name, ModelLoadStage.WarmingUp);
            bool isSameGroups = predecessor is not null && ConfigEquality.Same(predecessor.Config.Groups, config.Groups);
            set.Fill(isSameGroups ? predecessor!.Replicas.CountByGroup() : [.. groups.Select(g => g.Bounds.Count)], cancellationToken);

            Log.Loaded(_logger, endpoint.Name, config.Name, facts.Framework, facts.FrameworkVersion, setup.TimeProvider.GetElapsedTime(began).TotalMilliseconds);
            reporter.Report(endpoint.Name, config.Name, ModelLoadStage.Ready);
            var container = new Container(endpoint.Name, config, facts, set, target);
            target?.EndLoad(container, setup.TimeProvider.GetElapsedTime(began));
            return container;
        }
        catch (Exception e)
        {
            target?.EndLoad(e, setup.TimeProvider.GetElapsedTime(began));
            LetGo(set, groups);
            throw;
        }
    }

    // Any replica may get any request.
    private static void RefuseUnlike(List<ReplicaGroup> groups)
    {
        if (groups.Find(g => g.Signature.ToString() != groups[0].Signature.ToString()) is { } other)
            throw new MceException(
                MceErrorCodes.ModelInvalid,
                $"On {other.Config.Device} the model has {other.Signature}, and on {groups[0].Config.Device} {groups[0].Signature}: the groups of a container must be alike.");
    }

    private ReplicaGroup LoadGroup(ContainerConfig config, InstanceGroupConfig group, CancellationToken cancellationToken)
    {
        LoadedModel model = LoadModel(config, group.Device, cancellationToken);
        try
        {
            if (group.Slots > model.Model.MaxConcurrency)
                throw ConfigurationErrors.Invalid($"An instance group has {group.Slots} slots, and an instance of this model bears {model.Model.MaxConcurrency} calls at a time: give at most that.");

            // A stateful model's instances would share a series out among them.
            int standard = model.Model.Capabilities.HasFlag(ModelCapabilities.Stateful) ? 1 : ThreadSettings.DefaultInstances(config, model.Plugin, setup);
            // A wrong warm-up is wrong now, also where the first replica comes later.
            _ = WarmUp.For(model.Model, config.WarmUp, setup.Options, setup.Trust.Limits);
            Plugin had = model.Key.Plugin; // and not the model, which may leave memory
            return new ReplicaGroup(group, GroupBounds.Of(group, standard), model, token => LoadModel(config, group.Device, token, had));
        }
        catch
        {
            model.Release(); // bounds that contradict each other were reported already, and the model was loaded all the same
            throw;
        }
    }

    private LoadedModel LoadModel(ContainerConfig config, TensorDevice device, CancellationToken cancellationToken, Plugin? had = null)
    {
        PluginHandle plugin = had is null ? plugins.Acquire(config.Framework) : plugins.AcquireAgain(config.Framework, had);
        string path = ModelPaths.Resolve(config.ModelPath, setup.Options);
        var key = new ModelKey(plugin.Plugin, path, ModelStamp.Of(path), ModelKey.Canonical(config.Settings), device);
        return models.Acquire(key, plugin, backend =>
        {
            ModelSource source = ModelSources.Create(key.Path, config.Settings, device, setup.Trust, cancellationToken);
            ModelSources.Check(source);
            MemoryCheck.Check(backend, source, setup.Options.Hardware);
            return backend.Load(source, cancellationToken);
        });
    }

    private ReplicaSettings SettingsOf(EndpointConfig endpoint, ContainerConfig config, TargetTelemetry? target) =>
        new(endpoint.Name, config.Name, config.MaxQueueLength ?? setup.Options.MaxQueueLength, config.Selector)
        {
            Pool = pool,
            Limits = setup.Trust.Limits,
            TimeProvider = setup.TimeProvider,
            Logger = _logger,
            Scaled = (before, now) => target?.TellScaled(before, now),
            Prepare = model => PreparationOf(endpoint, config, model),
        };

    private Action<IModelInstance, CancellationToken> PreparationOf(EndpointConfig endpoint, ContainerConfig config, IModel model)
    {
        WarmUp warmUp = WarmUp.For(model, config.WarmUp, setup.Options, setup.Trust.Limits);
        return (instance, token) =>
        {
            if (warmUp.Run(instance, token) is { } fault) Log.WarmUpFailed(_logger, endpoint.Name, config.Name, fault);
        };
    }

    private void LetGo(ReplicaSet? set, List<ReplicaGroup> groups)
    {
        LoadedModel[] models = [.. groups.Select(g => g.Model).OfType<LoadedModel>()];
        try
        {
            if (set is null)
            {
                foreach (ReplicaGroup group in groups) group.Sleep();
                Task.WhenAll(models.Where(m => m.References == 0).Select(m => m.Drained)).GetAwaiter().GetResult();
            }
            else
            {
                set.DisposeAsync().AsTask().GetAwaiter().GetResult();
            }
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            Log.TearDownFailed(_logger, e); // why it is let go says more
        }
    }
}
