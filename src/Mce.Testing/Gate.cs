namespace Mce.Testing;

/// <summary>Holds calls until the test lets them go. Closed to begin with. Thread-safe.</summary>
/// <remarks>
/// A gate is used by <see cref="ScriptedModel.WaitsAt"/> and <see cref="ScriptedModel.LoadWaitsAt"/>, by several models at once if so
/// wished, or by the test's own code through <see cref="Pass(CancellationToken)"/>.
/// </remarks>
/// <example>
/// <code>
/// var gate = new Gate();
/// await using MceTestServer server = await MceTestServer.StartAsync(new ScriptedModel().WaitsAt(gate));
/// Task&lt;float[]&gt; call = server.InvokeAsync([1]);
/// await gate.EnteredAsync();   // the model has the call, and holds it
/// gate.Open();
/// await call;
/// </code>
/// </example>
public sealed class Gate
{
    private static readonly Holds Unowned = new();

    private readonly Lock _lock = new();
    private readonly LinkedList<ManualResetEventSlim> _waiting = new();
    private readonly CountSignal _entered = new();
    private int _passes;
    private bool _isOpen;

    /// <summary>Whether calls pass without waiting.</summary>
    public bool IsOpen
    {
        get
        {
            lock (_lock) return _isOpen;
        }
    }

    /// <summary>How many calls have come to the gate so far, those that passed included.</summary>
    public int Entered => _entered.Value;

    /// <summary>How many calls wait at the gate now.</summary>
    public int Waiting
    {
        get
        {
            lock (_lock) return _waiting.Count;
        }
    }

    /// <summary>Completes when that many calls have come to the gate since it was made. They wait there already, if they have to.</summary>
    /// <param name="calls">How many; at least 1.</param>
    /// <param name="atMost">The real time after which to give up. Default 30 seconds.</param>
    /// <exception cref="TimeoutException">Fewer came in time; the message says how many.</exception>
    public Task EnteredAsync(int calls = 1, TimeSpan? atMost = null) => _entered.ReachAsync(calls, "calls at the gate", atMost);

    /// <summary>Lets all calls pass that wait, and all later ones.</summary>
    public void Open()
    {
        lock (_lock)
        {
            _isOpen = true;
            _passes = 0;
            foreach (ManualResetEventSlim call in _waiting) call.Set();
            _waiting.Clear();
        }
    }

    /// <summary>Holds later calls again, and takes back passes that nobody used.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _isOpen = false;
            _passes = 0;
        }
    }

    /// <summary>Lets that many calls pass, in the order in which they came; those that are still to come pass too until all is used up.</summary>
    /// <param name="calls">How many; at least 1.</param>
    public void Release(int calls = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(calls);
        lock (_lock)
        {
            if (_isOpen) return;
            for (; calls > 0 && _waiting.First is { } first; calls--)
            {
                _waiting.Remove(first);
                first.Value.Set();
            }

            _passes += calls;
        }
    }

    /// <summary>Blocks the calling thread until the gate lets it pass.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    public void Pass(CancellationToken cancellationToken = default) => Pass(Unowned, Unowned.Epoch, cancellationToken);

    internal void Pass(Holds holds, int epoch, CancellationToken cancellationToken)
    {
        if (Join() is not { } place)
        {
            _entered.Increment();
            return;
        }

        try
        {
            holds.Wait(place.Value, epoch, () => _entered.Increment(), cancellationToken);
        }
        finally
        {
            lock (_lock)
                if (place.List is not null) _waiting.Remove(place); // cancelled, or let go by its model
        }
    }

    // Null: it may pass. The event is never disposed, since somebody may still set it when its call is gone.
    private LinkedListNode<ManualResetEventSlim>? Join()
    {
        lock (_lock)
        {
            if (!_isOpen && _passes == 0) return _waiting.AddLast(new ManualResetEventSlim());
            if (!_isOpen) _passes--;
            return null;
        }
    }
}
