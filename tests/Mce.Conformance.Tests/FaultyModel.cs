namespace Mce.Conformance.Tests;

internal sealed class FaultyModel(IModel inner, Fault fault) : IModel
{
    public ModelSignature Signature => fault == Fault.SignatureChanges ? new ModelSignature(inner.Signature.Inputs, inner.Signature.Outputs) : inner.Signature;

    public ModelMetadata Metadata => inner.Metadata;

    public ModelFootprint Footprint => inner.Footprint;

    public ModelCapabilities Capabilities => inner.Capabilities;

    public int MaxConcurrency => inner.MaxConcurrency;

    /// <summary>Memory that outputs wrongly share.</summary>
    public List<InferenceTensor> Owned { get; } = [];

    /// <summary>How many calls run, over all instances.</summary>
    public int Running;

    public IModelInstance CreateInstance() => new FaultyInstance(this, inner.CreateInstance(), fault);

    public void Dispose()
    {
        foreach (InferenceTensor tensor in Owned) tensor.AsSpan<float>().Clear();
        inner.Dispose();
    }
}
