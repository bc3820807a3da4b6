using Mce;

namespace CustomPlugin;

/// <summary>Serves linear models, <c>scores = x · weights + bias</c>, from small JSON files.</summary>
[ExportBackend("linear", "1.0")]
public sealed class LinearBackend : IBackend
{
    private const string ActivationSetting = "activation";

    private volatile bool _disposed;

    /// <inheritdoc/>
    public void Initialize(BackendContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Settings.ThrowIfUnknown();
        // A framework with native libraries finds and loads them here, and says what to do when they are missing.
        context.Logger.Log(BackendLogLevel.Debug, "The linear backend is ready.");
    }

    /// <inheritdoc/>
    public ModelFootprint EstimateFootprint(ModelSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        // A number takes a few characters in the file and four bytes in memory.
        using FileStream file = ModelFile.OpenRead(source.Path);
        return new ModelFootprint(file.Length);
    }

    /// <inheritdoc/>
    public IModel Load(ModelSource source, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        ObjectDisposedException.ThrowIf(_disposed, this);
        cancellationToken.ThrowIfCancellationRequested();

        source.Settings.ThrowIfUnknown(ActivationSetting);
        Activation activation = source.Settings.GetEnum(ActivationSetting, Activation.None);
        if (!source.Device.IsHost)
            throw new MceException(MceErrorCodes.ModelUnsupported, $"'{source.Path}' is to run on {source.Device}; linear models run on cpu only.");

        return new LinearModel(LinearFile.Read(source.Path), activation);
    }

    /// <inheritdoc/>
    public void Dispose() => _disposed = true;
}
