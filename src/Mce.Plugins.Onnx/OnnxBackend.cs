using Mce.Plugins.Onnx.Files;
using Mce.Plugins.Onnx.Loading;
using Mce.Plugins.Onnx.Native;

namespace Mce.Plugins.Onnx;

/// <summary>Serves ONNX models (<c>.onnx</c>, <c>.ort</c>) through ONNX Runtime. Thread-safe.</summary>
/// <remarks>
/// <para>Settings of a container: <c>IntraOpThreads</c> (0 to 1024, default 1; 0 = one per core), <c>InterOpThreads</c> (the same),
/// <c>GraphOptimization</c> (None, Basic, Extended, Layout, All; default All), <c>ExecutionMode</c> (Sequential, Parallel;
/// default Sequential), <c>MemoryArena</c>, <c>MemoryPattern</c>, <c>Prepacking</c>, <c>Spinning</c> (true or false, default true).
/// CUDA devices need the GPU flavour.</para>
/// <para>Setting of the plugin itself: <c>Telemetry</c> (true or false, default false): whether ONNX Runtime may report to
/// Microsoft, as its packages do by default. It counts for the whole process and can't be changed once ONNX Runtime is in use;
/// the environment variable <c>ORT_DISABLE_TELEMETRY</c>, where it is set, wins.</para>
/// <para>Maps and sequences come back as tensors. An output <c>NAME</c> that is a sequence of maps, as scikit-learn's
/// classifiers return, fills two: <c>NAME</c>, [rows, keys], with the values, and <c>NAME.keys</c>, [keys], with the keys
/// (int64 or string). A single map gives [keys] and [keys]. A sequence of tensors of one shape is stacked along a new first
/// dimension; when the shapes differ, the call fails. Where the model already has an output of that name, underscores are
/// appended to <c>NAME.keys</c>.</para>
/// <para>All instances of a model share its weights. A running call stops soon after its token is cancelled.</para>
/// </remarks>
[ExportBackend("onnx", RuntimeVersion)]
public sealed class OnnxBackend : IBackend
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
            info = OnnxFile.Inspect(source.Path);
        }
        catch (InvalidDataException)
        {
            info = null; // Of another kind: Load says so.
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

    /// <summary>Gives ONNX Runtime's environment back. Outputs that are still alive keep it until they are disposed.</summary>
    public void Dispose()
    {
        _disposed = true;
        Interlocked.Exchange(ref _environment, null)?.Release();
    }
}
