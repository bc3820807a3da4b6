using Mce;

namespace CustomPlugin;

/// <summary>The weights and what the server asks about them. Immutable, so any number of instances may share it.</summary>
internal sealed class LinearModel : IModel
{
    private readonly LinearFile _file;
    private readonly Activation _activation;
    private volatile bool _disposed;

    public LinearModel(LinearFile file, Activation activation)
    {
        _file = file;
        _activation = activation;
        TensorDimension batch = TensorDimension.Dynamic("batch");
        var input = new TensorSpec("x", TensorElementType.Float32, [batch, file.Features]);
        var scores = new TensorSpec("scores", TensorElementType.Float32, [batch, file.Classes]);
        Signature = file.Labels is null
            ? new ModelSignature([input], [scores])
            : new ModelSignature([input], [scores, new TensorSpec("label", TensorElementType.String, [batch])]);
    }

    public ModelSignature Signature { get; }

    public ModelMetadata Metadata => new() { Format = "linear-json", Producer = _file.Producer, Description = _file.Description };

    public ModelFootprint Footprint => new(sizeof(float) * ((long)_file.Weights.Length + _file.Bias.Length));

    public ModelCapabilities Capabilities => ModelCapabilities.CancelsWhileRunning;

    // An instance keeps nothing between calls and nothing for one call: there is no limit.
    public int MaxConcurrency => int.MaxValue;

    public IModelInstance CreateInstance()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return new LinearInstance(_file, _activation);
    }

    public void Dispose() => _disposed = true;
}
