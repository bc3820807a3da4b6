namespace Mce.Testing;

/// <summary>The calls of one model that wait: at a gate, for the clock, or for nothing. All of them can be let go. Thread-safe.</summary>
internal sealed class Holds
{
    private readonly HashSet<ManualResetEventSlim> _held = [];
    private bool _suspended;
    private int _epoch;

    /// <summary>How many wait.</summary>
    public CountSignal Count { get; } = new();

    /// <summary>
    /// Rises whenever all are let go. A call reads it before it reads its script: if it comes to wait after that, by a script that was
    /// taken back meanwhile, it is seen and not held for ever.
    /// </summary>
    public int Epoch => Volatile.Read(ref _epoch);

    /// <summary>Counts a call as one that waits, until it is let go or cancelled.</summary>
    /// <param name="free">Set by whoever lets the call go. Whoever may do so knows of it before this method is called.</param>
    /// <param name="epoch">The epoch of the call's script.</param>
    /// <param name="waiting">Called when the call counts.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    public void Wait(ManualResetEventSlim free, int epoch, Action? waiting, CancellationToken cancellationToken)
    {
        lock (_held)
        {
            _held.Add(free);
            if (_suspended || epoch != _epoch) free.Set();
        }

        Count.Increment();
        waiting?.Invoke();
        Arrival.Report();
        try
        {
            free.Wait(cancellationToken);
        }
        finally
        {
            lock (_held) _held.Remove(free);
            Count.Decrement();
        }
    }

    /// <summary>Lets all calls go that wait, and later ones not wait, until <see cref="Resume"/>.</summary>
    public void Suspend()
    {
        lock (_held)
        {
            _suspended = true;
            foreach (ManualResetEventSlim free in _held) free.Set();
        }
    }

    /// <summary>Lets later calls wait again.</summary>
    public void Resume()
    {
        lock (_held) _suspended = false;
    }

    /// <summary>Lets all calls go that wait. Later ones wait.</summary>
    public void LetGo()
    {
        lock (_held)
        {
            _epoch++;
            foreach (ManualResetEventSlim free in _held) free.Set();
        }
    }
}
