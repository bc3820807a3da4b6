namespace Mce.Core.Tests;

/// <summary>A backend whose "files" are names of scripted models.</summary>
internal sealed class ScriptedBackend : IBackend
{
    private readonly Dictionary<string, Func<ScriptedModel>> _models = [];

    public bool IsDisposed { get; private set; }

    public int Loads;

    public TensorDevice LastDevice { get; private set; }

    /// <summary>What it does with the files that a model names beside its own.</summary>
    public Action<ModelSource>? OnLoad { get; init; }

    public ScriptedBackend With(string file, ScriptedModel model) => With(file, () => model);

    public ScriptedBackend With(string file, Func<ScriptedModel> factory)
    {
        _models[file] = factory;
        return this;
    }

    public void Initialize(BackendContext context)
    {
    }

    public ModelFootprint EstimateFootprint(ModelSource source) => new(1);

    public IModel Load(ModelSource source, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref Loads);
        cancellationToken.ThrowIfCancellationRequested();
        source.Settings.ThrowIfUnknown();
        LastDevice = source.Device;
        OnLoad?.Invoke(source);
        return _models[Path.GetFileName(source.Path)]();
    }

    public void Dispose() => IsDisposed = true;
}
