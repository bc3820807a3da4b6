namespace Mce;

/// <summary>One ML framework: it opens model files. The server makes one object per plugin and calls it from any thread.</summary>
/// <remarks>
/// Life: constructor (cheap, loads nothing native) → <see cref="Initialize"/> once → any number of
/// <see cref="EstimateFootprint"/> and <see cref="Load"/>, concurrently → <see cref="IDisposable.Dispose"/> once, after
/// every model of it is disposed. All calls are synchronous; the server keeps them off request threads.
/// </remarks>
public interface IBackend : IDisposable
{
    /// <summary>Prepares the framework: finds and loads native libraries, reads the backend's settings.</summary>
    /// <exception cref="MceException">The framework can't run here; the message names the cause and the cure.</exception>
    void Initialize(BackendContext context);

    /// <summary>The memory that the model will take once loaded, estimated from the file alone, so that room can be made first.</summary>
    /// <exception cref="MceException"><see cref="MceErrorCodes.ModelNotFound"/>.</exception>
    ModelFootprint EstimateFootprint(ModelSource source);

    /// <summary>Opens a model. Everything that can be checked is checked here and not at the first request.</summary>
    /// <exception cref="MceException">
    /// <see cref="MceErrorCodes.ModelNotFound"/>, <see cref="MceErrorCodes.ModelInvalid"/>,
    /// <see cref="MceErrorCodes.ModelUnsupported"/> or <see cref="MceErrorCodes.SettingInvalid"/>, naming the file, what it
    /// seems to be and what to do.
    /// </exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    IModel Load(ModelSource source, CancellationToken cancellationToken);
}
