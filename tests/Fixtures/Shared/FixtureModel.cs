namespace Mce.Fixtures;

public sealed class FixtureModel(string producer, float answer) : IModel
{
    public ModelSignature Signature { get; } = new([], [new TensorSpec("y", TensorElementType.Float32, [])]);

    public ModelMetadata Metadata { get; } = new() { Format = "fixture", Producer = producer };

    public ModelFootprint Footprint => new(0);

    public ModelCapabilities Capabilities => ModelCapabilities.None;

    public int MaxConcurrency => 1;

    public IModelInstance CreateInstance() => new Instance(answer);

    public void Dispose()
    {
    }

    private sealed class Instance(float answer) : IModelInstance
    {
        public void Execute(ModelExecutionContext context) => context.AllocateOutput(0, TensorElementType.Float32, []).AsSpan<float>()[0] = answer;

        public void Dispose()
        {
        }
    }
}
