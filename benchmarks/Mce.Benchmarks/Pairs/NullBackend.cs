namespace Mce.Benchmarks;

/// <summary>Does nothing, so that what is measured is the server alone.</summary>
internal sealed class NullBackend : IBackend, IModel, IModelInstance
{
    public ModelSignature Signature { get; } = new(
        [new TensorSpec("x", TensorElementType.Float32, [TensorDimension.Dynamic("batch"), TensorDimension.Fixed(64)])],
        [new TensorSpec("y", TensorElementType.Float32, [TensorDimension.Dynamic("batch"), TensorDimension.Fixed(10)])]);

    public ModelMetadata Metadata { get; } = new() { Format = "null" };

    public ModelFootprint Footprint => new(1);

    public ModelCapabilities Capabilities => ModelCapabilities.None;

    public int MaxConcurrency => 1;

    public void Initialize(BackendContext context)
    {
    }

    public ModelFootprint EstimateFootprint(ModelSource source) => Footprint;

    public IModel Load(ModelSource source, CancellationToken cancellationToken) => this;

    public IModelInstance CreateInstance() => this;

    public void Execute(ModelExecutionContext context)
    {
    }

    public void Dispose()
    {
    }
}
