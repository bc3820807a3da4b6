namespace Mce.Plugins.Onnx.Native;

/// <summary>
/// An open session. The model, each of its instances, and each output that lies in ONNX Runtime's memory hold a count: a
/// session that is released while anything of it is in use takes the process down.
/// </summary>
internal sealed class OrtSession : CountedHandle
{
    private readonly OrtLogSink _log;

    /// <exception cref="OrtException">ONNX Runtime refused the file or an option.</exception>
    public OrtSession(OrtEnvironment environment, string path, IBackendLogger logger, Action<OrtApi, nint> configure, CancellationToken cancellationToken)
    {
        Environment = environment;
        _log = new OrtLogSink(logger);
        nint options = 0;
        try
        {
            options = Api.CreateSessionOptions();
            _log.AttachTo(Api, options);
            configure(Api, options);
            // Its end waits for a callback that is under way, so that none touches freed options.
            using (cancellationToken.UnsafeRegister(state => Api.CancelLoad((nint)state!), options))
                Handle = Api.CreateSession(environment.Handle, path, options);
        }
        catch
        {
            _log.Free();
            throw;
        }
        finally
        {
            if (options != 0) Api.ReleaseSessionOptions(options);
        }

        environment.AddReference();
    }

    public OrtEnvironment Environment { get; }

    public OrtApi Api => Environment.Api;

    public nint Handle { get; }

    protected override void Free()
    {
        Api.ReleaseSession(Handle);
        _log.Free();
        Environment.Release();
    }
}
