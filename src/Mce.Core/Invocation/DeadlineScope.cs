namespace Mce;

/// <summary>The deadline of one request, as a token that is also cancelled with the caller's. Pooled.</summary>
internal sealed class DeadlineScope : IDisposable
{
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private CancellationTokenSource _source = new();
    private CancellationTokenRegistration _caller;
    private long _begun;
    private TimeSpan _timeout;
    private bool _isRunning;
    private bool _hasExpired;

    public DeadlineScope(TimeProvider time)
    {
        _time = time;
        _timer = time.CreateTimer(static state => ((DeadlineScope)state!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Whether the deadline, and not the caller, ended the request. To be asked before <see cref="End"/>.</summary>
    public bool HasExpired
    {
        get
        {
            lock (_gate) return _hasExpired;
        }
    }

    public CancellationToken Begin(TimeSpan timeout, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _begun = _time.GetTimestamp();
            _timeout = timeout;
            _isRunning = true;
            _hasExpired = false;
            _timer.Change(timeout, Timeout.InfiniteTimeSpan);
        }

        _caller = cancellationToken.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), _source);
        return _source.Token;
    }

    /// <summary>Makes it ready for the next request.</summary>
    public void End()
    {
        _caller.Dispose(); // waits for a cancellation that is under way
        lock (_gate)
        {
            _isRunning = false;
            _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            // The timer may be about to cancel the source it took.
            if (!_hasExpired && !_source.IsCancellationRequested) return;
            _source = new CancellationTokenSource();
        }
    }

    public void Dispose()
    {
        _timer.Dispose();
        _source.Dispose();
    }

    private void OnTimer()
    {
        CancellationTokenSource source;
        lock (_gate)
        {
            // It may have fired for the request before, or a little early.
            if (!_isRunning) return;
            TimeSpan left = _timeout - _time.GetElapsedTime(_begun);
            if (left > TimeSpan.Zero)
            {
                _timer.Change(TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)), Timeout.InfiniteTimeSpan);
                return;
            }

            _hasExpired = true;
            source = _source;
        }

        try
        {
            source.Cancel(); // takes the request out of its queue, and stops its run
        }
        catch (AggregateException)
        {
            // What a model registered to be told failed. All others were told, and on a timer's thread it would end the process.
        }
    }
}
