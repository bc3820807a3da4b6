using Mce.Plugins.Onnx.Files;
using Mce.Plugins.Onnx.Loading;
using Mce.Plugins.Onnx.Native;

namespace Mce.Plugins.Onnx;

/// <summary>Serves ONNX models (<c>.onnx</c>, <c>.ort</c>) through ONNX Runtime. Thread-safe.</summary>
/// <remarks>
/// <para>Settings of a container: <c>IntraOpThreads</c> (0 to 1024, default 1; 0 = one per core), <c>InterOpThreads</c> (the same),
/// <c>GraphOptimization</c> (None, Basic, Extended, Layout, All; default All), <c>ExecutionMode</c> (Sequential, Parallel;
/// default Sequential), <c>MemoryArena</c>, <c>MemoryPattern</c>, <c>Prepacking</c>, <c>Spinning</c> (true or false, default true),
/// <c>FreeDimensions</c> (sizes for dimensions that the file only names: <c>batch=1, seq=128</c>), <c>Providers</c> (execution
/// providers in order of preference; default by the device), <c>Sequences</c> (Stacked, Ragged; default Stacked). CUDA devices
/// need the GPU flavour.</para>
/// <para>Setting of the plugin itself: <c>Telemetry</c> (true or false, default false): whether ONNX Runtime may report to
/// Microsoft, as its packages do by default. It counts for the whole process and can't be changed once ONNX Runtime is in use;
/// the environment variable <c>ORT_DISABLE_TELEMETRY</c>, where it is set, wins.</para>
/// <para>Everything that a model takes or returns is tensors here, in both directions; other tensors beside <c>NAME</c> say the
/// rest, after all of the model's own. Where the model already has an input or output of such a name, underscores are appended.</para>
/// <list type="bullet">
/// <item>A map: its values in <c>NAME</c>, [keys], and its keys (int64 or string) in <c>NAME.keys</c>, [keys]. A sequence of maps,
/// as scikit-learn's classifiers return: <c>NAME</c>, [rows, keys], and <c>NAME.keys</c>, [keys]; all maps have the same keys.</item>
/// <item>A sequence of tensors, with <c>Sequences</c> Stacked: one tensor with a new first dimension; a call whose tensors have
/// different shapes fails. With Ragged: all elements one after the other in <c>NAME</c>, [elements], and the shapes in
/// <c>NAME.shapes</c>, int64 [tensors, rank]; a tensor of a lower rank than others has -1 in the dimensions it lacks, at the
/// end.</item>
/// <item>An optional input: left out when there is nothing in it. An optional output: with the flag <c>NAME.present</c>, a bool
/// scalar; when that is false, what is in <c>NAME</c> means nothing.</item>
/// <item>Float8 (all kinds), as its bits in uint8. Types of 4 and 2 bits: int4 and int2 in int8, uint4 and uint2 in uint8,
/// float4e2m1 as its bits in uint8, a byte each; a number out of range is refused. The metadata's property
/// <c>elementType.NAME</c> has the true type.</item>
/// </list>
/// <para>All instances of a model share its weights. A running call stops soon after its token is cancelled.</para>
/// </remarks>
[ExportBackend("onnx", RuntimeVersion)]
public sealed class OnnxBackend : IBackend, IModelInspector
{
    internal const string RuntimeVersion = "1.31.1";

    private const string TelemetrySetting = "Telemetry";

    private OrtEnvironment? _environment;
    private IBackendLogger? _logger;
    private volatile bool _disposed;

    /// <inheritdoc/>
    public void Initialize(BackendContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Settings.ThrowIfUnknown(TelemetrySetting);
        bool telemetry = context.Settings.GetBoolean(TelemetrySetting, defaultValue: false);
        _logger = context.Logger;
        try
        {
            if (!telemetry) OrtTelemetry.Disable();
            _environment = new OrtEnvironment(OrtLibrary.Load(), telemetry);
        }
        catch (OrtException e)
        {
            throw new MceException(MceErrorCodes.NativeLibraryUnavailable, $"ONNX Runtime can't start: {e.Message}", innerException: e);
        }
    }

    /// <inheritdoc/>
    public ModelFootprint EstimateFootprint(ModelSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        OnnxFileInfo? info;
        try
        {
            info = OnnxFile.Inspect(source.Path, source.Limits);
        }
        catch (Exception e) when (e is InvalidDataException or MceException { Code: MceErrorCodes.LimitExceeded })
        {
            info = null; // Of another kind, or too large: Load says so.
        }

        return FootprintEstimate.Of(source.Path, info, source.Device);
    }

    /// <inheritdoc/>
    public IModel Load(ModelSource source, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_environment is not { } environment || _logger is not { } logger) throw new InvalidOperationException("Initialize the backend first.");
        cancellationToken.ThrowIfCancellationRequested();
        return new ModelLoader(environment, logger, source).Load(cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Reads the file's structure and skips the weights, so that files of any size take little memory. Of an <c>.ort</c> file
    /// only loading tells more than its format.
    /// </remarks>
    public ModelOutline Inspect(ModelSource source, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        cancellationToken.ThrowIfCancellationRequested();
        return ModelInspector.Inspect(source, cancellationToken);
    }

    /// <summary>Gives ONNX Runtime's environment back. Outputs that are still alive keep it until they are disposed.</summary>
    public void Dispose()
    {
        _disposed = true;
        Interlocked.Exchange(ref _environment, null)?.Release();
    }
}
