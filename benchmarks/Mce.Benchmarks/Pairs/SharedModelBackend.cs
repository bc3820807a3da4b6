namespace Mce.Benchmarks;

/// <summary>
/// Passes everything on to a backend and remembers the instances that the server makes, so that the raw side of a pair
/// calls the very same one: two instances, or two loads of one file, differ in memory layout, and that alone by more than
/// what is measured here.
/// </summary>
internal sealed class SharedModelBackend(IBackend inner) : IBackend
{
    private readonly Dictionary<string, SharedModel> _models = [];

    /// <summary>The instance of that file's model, owned by the server, and idle while the server has no request.</summary>
    public IModelInstance this[string file] => _models[Path.GetFileName(file)].Instance!;

    public void Initialize(BackendContext context) => inner.Initialize(context);

    public ModelFootprint EstimateFootprint(ModelSource source) => inner.EstimateFootprint(source);

    public IModel Load(ModelSource source, CancellationToken cancellationToken)
    {
        var model = new SharedModel(inner.Load(source, cancellationToken));
        lock (_models) _models[Path.GetFileName(source.Path)] = model;
        return model;
    }

    public void Dispose() => inner.Dispose();

    private sealed class SharedModel(IModel inner) : IModel
    {
        public IModelInstance? Instance { get; private set; }

        public ModelSignature Signature => inner.Signature;

        public ModelMetadata Metadata => inner.Metadata;

        public ModelFootprint Footprint => inner.Footprint;

        public ModelCapabilities Capabilities => inner.Capabilities;

        public int MaxConcurrency => inner.MaxConcurrency;

        // Not wrapped: the server calls it as it would without this benchmark.
        public IModelInstance CreateInstance() => Instance = inner.CreateInstance();

        public void Dispose() => inner.Dispose();
    }
}
