using Mce.Plugins.Torch.Native;

namespace Mce.Plugins.Torch;

/// <summary>Serves <c>torch.export</c> archives (<c>.pt2</c>) on libtorch 2.10, on the CPU. Thread-safe.</summary>
/// <remarks>
/// <para>Plugin settings: <c>LibraryPath</c>, the folder with libtorch (default: the environment variable
/// <c>MCE_LIBTORCH</c>, then the plugin's folder, then the package that the plugin was built with); <c>IntraOpThreads</c>,
/// the threads that one operator may use, 1 to 1024, default 1, for the whole process.</para>
/// <para>Container settings: <c>OutputNames</c>, names for the outputs in their order, separated by commas. Without it they
/// are the keys of the dictionary that <c>forward</c> returned (nested, the path to each: <c>extra.norms.0</c>), else
/// <c>output</c> for one and <c>output_0</c>, <c>output_1</c> … for several. Inputs are named after the parameters of
/// <c>forward</c>.</para>
/// <para>A process bears one libtorch, and libtorch stays until the process ends.</para>
/// </remarks>
[ExportBackend("torch", "2.10.0")]
public sealed class TorchBackend : IBackend, IModelInspector
{
    private volatile bool _initialized;
    private volatile bool _disposed;

    /// <inheritdoc/>
    /// <exception cref="MceException">
    /// <see cref="MceErrorCodes.NativeLibraryUnavailable"/>: libtorch is missing, can't be loaded, or the process has
    /// another one; <see cref="MceErrorCodes.SettingInvalid"/>.
    /// </exception>
    public void Initialize(BackendContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Settings.ThrowIfUnknown(TorchSettings.LibraryPath, TorchSettings.IntraOpThreads);
        int threads = context.Settings.GetInt32(TorchSettings.IntraOpThreads, defaultValue: 1, minimum: 1, maximum: 1024);
        string library = LibTorchLocator.Find(
            context.Settings.GetString(TorchSettings.LibraryPath),
            Environment.GetEnvironmentVariable(LibTorchLocator.EnvironmentVariable),
            context.PluginDirectory);
        LibTorch.Load(library, threads);
        context.Logger.Log(BackendLogLevel.Information, $"libtorch '{library}' is loaded, with {threads} intra-op thread(s).");
        _initialized = true;
    }

    /// <inheritdoc/>
    public ModelFootprint EstimateFootprint(ModelSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        // Archives are stored uncompressed: the file is its weights and some text.
        using FileStream file = ModelFile.OpenRead(source.Path);
        return new ModelFootprint(file.Length);
    }

    /// <inheritdoc/>
    public IModel Load(ModelSource source, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (!_initialized) throw new InvalidOperationException("Initialize the backend before loading models.");
        source.Settings.ThrowIfUnknown(TorchSettings.OutputNames);
        if (!source.Device.IsHost)
            throw new MceException(
                MceErrorCodes.SettingInvalid,
                $"'{source.Path}' is to run on {source.Device}; this libtorch runs models on the CPU only. Set the container's device to 'cpu'.",
                new Dictionary<string, string> { ["setting"] = "device", ["given"] = source.Device.ToString(), ["expected"] = "cpu" });
        cancellationToken.ThrowIfCancellationRequested();
        return ModelLoader.Load(source, cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>Reads the archive's documents; neither the weights nor libtorch are needed.</remarks>
    public ModelOutline Inspect(ModelSource source, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        source.Settings.ThrowIfUnknown(TorchSettings.OutputNames);
        cancellationToken.ThrowIfCancellationRequested();
        return ModelLoader.Inspect(source);
    }

    /// <inheritdoc/>
    public void Dispose() => _disposed = true;
}
