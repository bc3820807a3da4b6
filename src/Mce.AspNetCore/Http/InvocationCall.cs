namespace Mce.AspNetCore;

/// <summary>What one HTTP invocation needs, kept for the next one to the same endpoint. Used by one request at a time.</summary>
internal sealed class InvocationCall(string endpoint, TimeProvider time) : IDisposable
{
    private CancellationTokenSource _timeout = new(Timeout.InfiniteTimeSpan, time);
    private CancellationTokenRegistration _abort;

    public InferenceRequest Request { get; } = new(endpoint);

    public InferenceInputs Inputs { get; } = new();

    public AnswerBuffer Answer { get; } = new();

    /// <summary>Cancelled when the client is gone, or the time is up.</summary>
    public CancellationToken Token => _timeout.Token;

    /// <summary>Whether the request leads to something that is there.</summary>
    public bool IsRouted { get; set; }

    public void Begin(InvocationAddress address, TimeSpan timeout, CancellationToken aborted)
    {
        IsRouted = false;
        Request.TargetContainer = address.Container;
        Request.InferenceId = address.InferenceId;
        _timeout.CancelAfter(timeout);
        _abort = aborted.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _timeout);
    }

    /// <summary>Makes it ready for another request. Nothing of this one stays.</summary>
    public void End()
    {
        _abort.Dispose(); // waits for a cancellation that is under way
        _abort = default;
        if (!_timeout.TryReset())
        {
            _timeout.Dispose();
            _timeout = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        }

        Request.Inputs.Clear();
        Request.TargetContainer = null;
        Request.InferenceId = null;
        Request.Principal = null;
        Request.Caller = null;
        Request.Timeout = null;
        Request.Priority = RequestPriority.Normal;
        Inputs.End();
        Answer.End();
    }

    public void Dispose()
    {
        _timeout.Dispose();
        Inputs.Dispose();
    }
}
