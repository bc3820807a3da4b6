namespace Mce.Benchmarks;

/// <summary>
/// Passes everything on to a backend and remembers the models that it loads, so that the raw side of a pair runs the very
/// same weights: two loads of one file differ in memory layout, and that alone by more than what is measured here.
/// </summary>
internal sealed class SharedModelBackend(IBackend inner) : IBackend
{
    private readonly Dictionary<string, IModel> _models = [];

    /// <summary>The model of that file, owned by the server.</summary>
    public IModel this[string file] => _models[file];

    public void Initialize(BackendContext context) => inner.Initialize(context);

    public ModelFootprint EstimateFootprint(ModelSource source) => inner.EstimateFootprint(source);

    public IModel Load(ModelSource source, CancellationToken cancellationToken)
    {
        IModel model = inner.Load(source, cancellationToken);
        lock (_models) _models[Path.GetFileName(source.Path)] = model;
        return model;
    }

    public void Dispose() => inner.Dispose();
}
