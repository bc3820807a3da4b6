namespace Mce.AspNetCore;

/// <summary>What one HTTP invocation needs, kept for the next one to the same endpoint. Used by one request at a time.</summary>
internal sealed class InvocationCall(string endpoint, TimeProvider time) : IDisposable
{
    // A source that a timer cancels runs what was registered with its token on the timer's thread, where an exception of a model's callback
    // would end the process. So the one with the timer is nobody else's, and cancels the other.
    private CancellationTokenSource _timer = new(Timeout.InfiniteTimeSpan, time);
    private CancellationTokenSource _source = new();
    private CancellationTokenRegistration _late;
    private CancellationTokenRegistration _abort;

    public InferenceRequest Request { get; } = new(endpoint);

    public InferenceInputs Inputs { get; } = new();

    public AnswerBuffer Answer { get; } = new();

    /// <summary>Cancelled when the client is gone, or the time is up.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Whether the request leads to something that is there.</summary>
    public bool IsRouted { get; set; }

    /// <summary>Whether the body is read.</summary>
    public bool IsRead { get; set; }

    public void Begin(InvocationAddress address, TimeSpan timeout, CancellationToken aborted)
    {
        IsRouted = false;
        IsRead = false;
        Request.TargetContainer = address.Container;
        Request.InferenceId = address.InferenceId;
        _late = _timer.Token.UnsafeRegister(Cancel, _source);
        _timer.CancelAfter(timeout);
        _abort = aborted.UnsafeRegister(Cancel, _source);
    }

    /// <summary>Makes it ready for another request. Nothing of this one stays.</summary>
    public void End()
    {
        _abort.Dispose(); // waits for a cancellation that is under way
        _late.Dispose();
        _abort = _late = default;
        if (!_timer.TryReset())
        {
            _timer.Dispose();
            _timer = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        }

        if (!_source.TryReset())
        {
            _source.Dispose();
            _source = new CancellationTokenSource();
        }

        Request.Inputs.Clear();
        Request.Outputs.Clear();
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
        _timer.Dispose();
        _source.Dispose();
        Inputs.Dispose();
    }

    private static void Cancel(object? source)
    {
        try
        {
            ((CancellationTokenSource)source!).Cancel();
        }
        catch (AggregateException)
        {
            // What a model registered to be told failed. All others were told.
        }
    }
}
