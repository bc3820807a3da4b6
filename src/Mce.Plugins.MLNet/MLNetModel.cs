using Microsoft.ML;

namespace Mce.Plugins.MLNet;

/// <summary>A loaded transformer, shared by its instances.</summary>
internal sealed class MLNetModel : IModel
{
    private readonly ITransformer _transformer;
    private readonly ModelPlan _plan;
    private readonly ModelOptions _options;
    private bool _disposed;

    public MLNetModel(ITransformer transformer, DataViewSchema inputSchema, ModelOptions options, ModelFootprint footprint, string? version)
    {
        _transformer = transformer;
        _plan = ModelPlan.Create(transformer, inputSchema, options);
        _options = options;
        Footprint = footprint;
        Metadata = ModelDescription.Create(_plan, _plan.OutputSchema, version);
    }

    public ModelSignature Signature => _plan.Signature;

    public ModelMetadata Metadata { get; }

    public ModelFootprint Footprint { get; }

    public ModelCapabilities Capabilities =>
        ModelCapabilities.CancelsWhileRunning | (_plan.IsStateful && _options.State == StateLife.Instance ? ModelCapabilities.Stateful : ModelCapabilities.None);

    public int MaxConcurrency => 1;

    public IModelInstance CreateInstance()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return new MLNetInstance(_transformer, _plan, _options);
    }

    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        (_transformer as IDisposable)?.Dispose();
    }
}
