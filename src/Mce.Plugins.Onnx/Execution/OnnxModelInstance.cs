using Mce.Plugins.Onnx.Loading;
using Mce.Plugins.Onnx.Native;

namespace Mce.Plugins.Onnx.Execution;

/// <summary>One caller of a shared session, with everything native that a call needs kept at hand.</summary>
/// <remarks>
/// A warm call over numeric tensors allocates nothing and copies nothing: ONNX Runtime reads the caller's inputs in place
/// and writes in place where the caller gave memory or the shape is known beforehand. Other outputs stay in ONNX Runtime's
/// memory and are handed over as such. Text is copied both ways.
/// </remarks>
internal sealed unsafe class OnnxModelInstance : IModelInstance
{
    private static readonly Action<object?> Terminate = static state => ((OnnxModelInstance)state!).TerminateRun();

    private readonly OnnxModel _model;
    private readonly OrtSession _session;
    private readonly OrtApi _api;
    private readonly InputBinder _inputs;
    private readonly OutputBinder _outputs;
    private readonly nint _runOptions;
    private volatile bool _terminated;
    private bool _disposed;

    public OnnxModelInstance(OnnxModel model)
    {
        _model = model;
        _session = model.Session;
        _api = _session.Api;
        _runOptions = _api.CreateRunOptions();
        _inputs = new InputBinder(_session.Environment, model.Graph, model.InputNames);
        _outputs = new OutputBinder(_session, model.Graph);
        _session.AddReference();
    }

    /// <inheritdoc/>
    public void Execute(ModelExecutionContext context)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        CancellationToken token = context.CancellationToken;
        token.ThrowIfCancellationRequested();
        try
        {
            _inputs.Bind(context);
            bool inPlace = _outputs.Bind(context);
            nint status = Run(token);
            if (status != 0) Recover(context, _api.Take(status), inPlace, token);
            _outputs.Collect(context, _inputs);
        }
        catch (OrtException e)
        {
            throw OnnxErrors.RunFailed(context, _model.Path, e);
        }
        finally
        {
            _inputs.Unbind();
            _outputs.Unbind();
        }
    }

    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        _inputs.Dispose();
        _outputs.Dispose();
        _api.ReleaseRunOptions(_runOptions);
        _session.Release();
    }

    private nint Run(CancellationToken token)
    {
        if (!token.CanBeCanceled) return RunSession();
        CancellationTokenRegistration registration = token.UnsafeRegister(Terminate, this);
        nint status = RunSession();
        // Waits for a callback that is under way: a late one would terminate the next call.
        registration.Dispose();
        if (!_terminated) return status;

        _terminated = false;
        _api.UnsetTerminate(_runOptions);
        if (status == 0) return 0; // It came too late: the result is whole.
        throw new OperationCanceledException("The model was stopped because the call was cancelled.", _api.Take(status), token);
    }

    private nint RunSession() =>
        _api.Run(_session.Handle, _runOptions, _inputs.Names, _inputs.Values, _inputs.Count, _model.OutputNames.Addresses, _outputs.Count, _outputs.Values);

    /// <summary>
    /// Runs once more without memory for outputs, after a run that failed: the memory given or foreseen may have had another
    /// shape than the result, which ONNX Runtime refuses before it writes, under several codes. Then either this run succeeds
    /// and foreseen shapes are corrected, or the error about the caller's memory can tell the true shape.
    /// </summary>
    private void Recover(ModelExecutionContext context, OrtException error, bool inPlace, CancellationToken token)
    {
        if (!inPlace) throw error;
        _outputs.Unbind();
        nint status = Run(token);
        if (status != 0) throw _api.Take(status);
        _outputs.RetireWrongRules(context);
    }

    private void TerminateRun()
    {
        _terminated = true;
        _api.SetTerminate(_runOptions);
    }
}
