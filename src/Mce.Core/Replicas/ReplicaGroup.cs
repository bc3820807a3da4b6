namespace Mce;

/// <summary>One instance group of a container: its bounds, and how to come by its model.</summary>
/// <remarks>Holds a count of the model while the container is awake. Changed by its replica set alone, one change at a time.</remarks>
internal sealed class ReplicaGroup
{
    private readonly Func<CancellationToken, LoadedModel> _load;
    private LoadedModel? _model;
    private Action<IModelInstance, CancellationToken>? _prepare; // belongs to the model

    /// <param name="config">The group as configured.</param>
    /// <param name="bounds">How many replicas there may be.</param>
    /// <param name="model">The loaded model; one count is taken over.</param>
    /// <param name="load">Loads it again, after all replicas were gone; gives a count.</param>
    public ReplicaGroup(InstanceGroupConfig config, GroupBounds bounds, LoadedModel model, Func<CancellationToken, LoadedModel> load)
    {
        Config = config;
        Bounds = bounds;
        _model = model;
        _load = load;
        Signature = model.Model.Signature;
    }

    public InstanceGroupConfig Config { get; }

    public GroupBounds Bounds { get; }

    public ModelSignature Signature { get; }

    /// <summary>Null while the container sleeps.</summary>
    public LoadedModel? Model => _model;

    /// <summary>Makes a replica; loads the model first where the container was asleep.</summary>
    public Replica Create(ReplicaSettings settings, CancellationToken cancellationToken)
    {
        LoadedModel model = _model ??= Reload(cancellationToken);
        _prepare ??= settings.Prepare(model.Model);
        if (!model.TryAddReference()) throw new InvalidOperationException("A group's own model is gone.");
        IModelInstance? instance = null;
        try
        {
            instance = model.Model.CreateInstance();
            _prepare(instance, cancellationToken);
            return new Replica(instance, model, this, settings.Pool, settings.Limits);
        }
        catch
        {
            Discard(instance, settings);
            model.Release();
            throw;
        }
    }

    /// <summary>Lets the model go; it is torn down when its last replica is.</summary>
    public void Sleep()
    {
        _model?.Release();
        _model = null;
        _prepare = null;
    }

    // Its own error says less than why it is let go, and must not keep the model.
    private static void Discard(IModelInstance? instance, ReplicaSettings settings)
    {
        try
        {
            instance?.Dispose();
        }
        catch (Exception e)
        {
            Log.TearDownFailed(settings.Logger, e);
        }
    }

    private LoadedModel Reload(CancellationToken cancellationToken)
    {
        LoadedModel model = _load(cancellationToken);
        if (model.Model.Signature.ToString() == Signature.ToString()) return model;
        model.Release();
        throw new MceException(
            MceErrorCodes.ModelInvalid,
            $"The model file '{model.Key.Path}' has other inputs or outputs than when its container was loaded: apply the configuration again to take it up.");
    }
}
