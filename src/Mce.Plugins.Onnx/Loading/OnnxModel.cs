using Mce.Plugins.Onnx.Execution;
using Mce.Plugins.Onnx.Native;

namespace Mce.Plugins.Onnx.Loading;

/// <summary>An open model. The session lives on while an instance or an output needs it.</summary>
internal sealed class OnnxModel : IModel
{
    private bool _disposed;

    /// <summary>Takes over the session's count.</summary>
    public OnnxModel(string path, OrtSession session, OnnxGraph graph, ModelMetadata metadata, ModelFootprint footprint)
    {
        Path = path;
        Session = session;
        Graph = graph;
        Metadata = metadata;
        Footprint = footprint;
        InputNames = new Utf8Names([.. graph.Inputs.Select(i => i.Name)]);
        OutputNames = new Utf8Names([.. graph.Outputs.Select(o => o.Name)]);
    }

    public string Path { get; }

    public OrtSession Session { get; }

    public OnnxGraph Graph { get; }

    /// <summary>The graph inputs' names, in the graph's order.</summary>
    public Utf8Names InputNames { get; }

    /// <summary>The graph outputs' names, in the graph's order.</summary>
    public Utf8Names OutputNames { get; }

    public ModelSignature Signature => Graph.Signature;

    public ModelMetadata Metadata { get; }

    public ModelFootprint Footprint { get; }

    public ModelCapabilities Capabilities => ModelCapabilities.CancelsWhileRunning;

    public int MaxConcurrency => 1;

    public IModelInstance CreateInstance()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return new OnnxModelInstance(this);
    }

    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        InputNames.Dispose();
        OutputNames.Dispose();
        Session.Release();
    }
}
