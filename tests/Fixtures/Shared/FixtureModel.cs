namespace Mce.Fixtures;

public sealed class FixtureModel(string producer) : IModel
{
    public ModelSignature Signature { get; } = new([], [new TensorSpec("y", TensorElementType.Float32, [])]);

    public ModelMetadata Metadata { get; } = new() { Format = "fixture", Producer = producer };

    public ModelFootprint Footprint => new(0);

    public ModelCapabilities Capabilities => ModelCapabilities.None;

    public int MaxConcurrency => 1;

    public IModelInstance CreateInstance() => throw new NotSupportedException("Fixtures are loaded, never run.");

    public void Dispose()
    {
    }
}
