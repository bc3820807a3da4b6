namespace Mce.Cli.Deadly;

internal sealed class DeadlyModel : IModel, IModelInstance
{
    public ModelSignature Signature { get; } = new([], [new TensorSpec("y", TensorElementType.Float32, [])]);

    public ModelMetadata Metadata { get; } = new() { Format = "deadly" };

    public ModelFootprint Footprint => new(0);

    public ModelCapabilities Capabilities => ModelCapabilities.None;

    public int MaxConcurrency => 1;

    public IModelInstance CreateInstance() => this;

    public void Execute(ModelExecutionContext context) => context.AllocateOutput(0, TensorElementType.Float32, []).AsSpan<float>()[0] = 1;

    public void Dispose()
    {
    }
}
