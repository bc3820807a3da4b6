using Mce.Plugins.Torch.Archive;
using Mce.Plugins.Torch.Graph;

namespace Mce.Plugins.Torch;

/// <summary>A loaded archive: the graph and the weights, shared by its instances.</summary>
internal sealed class TorchModel : IModel
{
    // A step, its operands and names: small next to any weight.
    private const long BytesPerStep = 1024;

    private bool _disposed;

    public TorchModel(string path, ModelSignature signature, ModelMetadata metadata, CompiledGraph graph, WeightStore weights)
    {
        Path = path;
        Signature = signature;
        Metadata = metadata;
        Graph = graph;
        Weights = weights;
    }

    public string Path { get; }

    public ModelSignature Signature { get; }

    public ModelMetadata Metadata { get; }

    public ModelFootprint Footprint => new(Weights.ByteLength + (Graph.Steps.Length * BytesPerStep));

    public ModelCapabilities Capabilities => ModelCapabilities.CancelsWhileRunning;

    public int MaxConcurrency => 1;

    public CompiledGraph Graph { get; }

    public WeightStore Weights { get; }

    public IModelInstance CreateInstance()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return new TorchModelInstance(this);
    }

    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        Weights.Dispose();
    }
}
