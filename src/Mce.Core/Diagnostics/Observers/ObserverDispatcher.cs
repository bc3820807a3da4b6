using Microsoft.Extensions.Logging;

namespace Mce;

/// <summary>Calls one observer from a thread of its own. Writers only put a record into the ring, and wake the thread when it sleeps.</summary>
/// <remarks>
/// No event waits while the thread sleeps for good: the thread says that it sleeps and looks for claimed cells after; a writer claims its
/// cell and looks for a sleeper after. Both steps are full fences, so at least one of the two sees the other. Before it sleeps the thread
/// lingers a while, looking every few milliseconds, so that under load nobody pays for waking it.
/// </remarks>
internal sealed class ObserverDispatcher : IAsyncDisposable
{
    private const int LingerMilliseconds = 5;
    private const int LingerRounds = 20;

    // Long enough for what observers usually do with what is left, short against a host's own patience.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly IInvocationObserver _observer;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _logger;
    private readonly EventRing _ring;
    private readonly EventClock _clock;
    private readonly LogThrottle _failures;
    private readonly LogThrottle _losses;
    private readonly int _wakeMask;
    private readonly ManualResetEventSlim _wake = new(initialState: false, spinCount: 0);
    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<(long Position, TaskCompletionSource Reached)> _flushes = []; // guarded by itself
    private int _asleep;
    private int _started;
    private long _dropped;
    private long _reported;
    private bool _stopping;
    private bool _abandoned;

    public ObserverDispatcher(IInvocationObserver observer, int capacity, TimeProvider timeProvider, ILogger logger)
    {
        _observer = observer;
        _timeProvider = timeProvider;
        _logger = logger;
        Wanted = observer.Events;
        Name = observer.GetType().Name;
        _ring = new EventRing(capacity);
        _wakeMask = capacity / 4 - 1;
        _clock = new EventClock(timeProvider);
        _failures = new LogThrottle(timeProvider);
        _losses = new LogThrottle(timeProvider);
    }

    public string Name { get; }

    public InvocationEvents Wanted { get; }

    /// <summary>Events that the observer was too slow for.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    public void Start()
    {
        if (Interlocked.Exchange(ref _started, 1) != 0) return;
        new Thread(Run) { IsBackground = true, Name = $"Mce observer {Name}" }.Start();
    }

    /// <summary>Room for one event, or -1: it is lost. What <see cref="At"/> gives for it is to be filled and published at once.</summary>
    public long TryClaim()
    {
        long position = _ring.TryClaim();
        if (position < 0) Interlocked.Increment(ref _dropped);
        return position;
    }

    public ref EventRecord At(long position) => ref _ring.At(position);

    public void Publish(long position)
    {
        _ring.Publish(position);
        // While the thread lingers nobody wakes it, so a burst must: four times a ring.
        if (Volatile.Read(ref _asleep) != 0 || ((int)position & _wakeMask) == _wakeMask) Wake();
    }

    /// <summary>Completes when the observer was told of everything up to now.</summary>
    public Task FlushAsync()
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_flushes)
        {
            if (_finished.Task.IsCompleted) return Task.CompletedTask;
            _flushes.Add((_ring.Claimed, reached));
        }

        _wake.Set();
        return reached.Task;
    }

    /// <summary>Delivers what is there, for so long as is reasonable, and ends the thread.</summary>
    public async ValueTask DisposeAsync()
    {
        Volatile.Write(ref _stopping, true);
        _wake.Set();
        if (Interlocked.Exchange(ref _started, 1) == 0) Finish(); // it never ran
        try
        {
            await _finished.Task.WaitAsync(Patience, _timeProvider).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            Volatile.Write(ref _abandoned, true);
            Log.ObserverHangs(_logger, Name, Patience);
        }
    }

    private void Wake()
    {
        Volatile.Write(ref _asleep, 0);
        _wake.Set();
    }

    private void Run()
    {
        int quiet = 0;
        while (!Volatile.Read(ref _abandoned))
        {
            quiet = Drain() ? 0 : quiet + 1;
            ReportLosses();
            if (!CompleteFlushes()) continue;
            if (Volatile.Read(ref _stopping) && _ring.Claimed == _ring.Read) break;

            _wake.Reset();
            if (quiet < LingerRounds)
            {
                if (!Volatile.Read(ref _stopping) && !HasFlushes()) _wake.Wait(LingerMilliseconds);
                continue;
            }

            Interlocked.Exchange(ref _asleep, 1);
            if (_ring.Claimed == _ring.Read && !Volatile.Read(ref _stopping) && !HasFlushes()) _wake.Wait();
            Volatile.Write(ref _asleep, 0);
            quiet = 0;
        }

        Finish();
    }

    private bool Drain()
    {
        bool any = false;
        _clock.Anchor();
        while (_ring.TryRead(out EventRecord record))
        {
            any = true;
            // Received and started come as one record where a replica was free; what one of them throws must not cost the other.
            InvocationEvents received = record.Kind & Wanted & InvocationEvents.Received, other = record.Kind & Wanted & ~InvocationEvents.Received;
            if (received != 0) Deliver(received, record);
            if (other != 0) Deliver(other, record);
            if (Volatile.Read(ref _abandoned)) break;
        }

        return any;
    }

    private void Deliver(InvocationEvents kind, in EventRecord record)
    {
        try
        {
            EventDelivery.Deliver(_observer, kind, record, _clock);
        }
        catch (Exception e)
        {
            if (_failures.TryEnter(out long count)) Log.ObserverFailed(_logger, Name, count, e);
        }
    }

    private void ReportLosses()
    {
        long dropped = Dropped;
        if (dropped == _reported || !_losses.TryEnter(out _)) return;
        Log.EventsDropped(_logger, Name, dropped - _reported);
        _reported = dropped;
    }

    /// <returns>False when a flush waits for a record that its writer has claimed and not written yet.</returns>
    private bool CompleteFlushes()
    {
        lock (_flushes)
        {
            for (int i = _flushes.Count - 1; i >= 0; i--)
            {
                if (_flushes[i].Position > _ring.Read) continue;
                _flushes[i].Reached.SetResult();
                _flushes.RemoveAt(i);
            }

            if (_flushes.Count == 0) return true;
        }

        Thread.Yield();
        return false;
    }

    private bool HasFlushes()
    {
        lock (_flushes) return _flushes.Count > 0;
    }

    private void Finish()
    {
        lock (_flushes)
        {
            _finished.SetResult();
            foreach ((_, TaskCompletionSource reached) in _flushes) reached.SetResult();
            _flushes.Clear();
        }
    }
}
