namespace Mce;

/// <summary>Replicas come and go here, one change at a time, while calls run.</summary>
internal sealed partial class ReplicaSet
{
    private readonly SemaphoreSlim _change = new(1, 1);
    private readonly CancellationTokenSource _retired = new();
    private readonly List<Replica> _closing = []; // under the gate
    private Wish _wish = new(0); // replaced as a whole: two wishes for the same number are two
    private bool _isWaking; // under the gate

    public int Minimum => _groups.Sum(g => g.Bounds.Minimum);

    public int Maximum => _groups.Sum(g => g.Bounds.Maximum);

    public int Desired => Volatile.Read(ref _wish).Count;

    /// <summary>How many replicas each group has.</summary>
    public IReadOnlyList<int> CountByGroup()
    {
        Replica[] replicas = Volatile.Read(ref _table).Replicas;
        return [.. _groups.Select(g => replicas.Count(r => r.Group == g))];
    }

    /// <summary>Makes the first replicas, on the calling thread, before anybody else knows the set.</summary>
    public void Fill(IReadOnlyList<int> countByGroup, CancellationToken cancellationToken)
    {
        foreach ((ReplicaGroup group, int count) in _groups.Zip(countByGroup))
        {
            // A predecessor's count may be out of bounds that come from the model: a stateful one has one replica where nothing is said.
            int within = Math.Min(Math.Max(count, group.Bounds.Minimum), group.Bounds.Maximum);
            for (int i = 0; i < within; i++) Add(group, cancellationToken);
        }

        _wish = new Wish(Replicas.Count);
        if (_wish.Count == 0) Sleep();
    }

    /// <summary>
    /// Makes or closes replicas until there are that many, within the bounds. Of several calls the last one's number counts.
    /// Completes when the new ones take requests and the old ones are through with theirs.
    /// </summary>
    /// <exception cref="MceException">A replica can't be made; those that are there go on.</exception>
    /// <exception cref="ObjectDisposedException">The container is gone.</exception>
    public async Task ScaleAsync(int desired, CancellationToken cancellationToken = default)
    {
        var wish = new Wish(Math.Clamp(desired, Minimum, Maximum));
        Volatile.Write(ref _wish, wish);
        List<Replica> closed = await ReconcileAsync(wish, cancellationToken).ConfigureAwait(false);
        await Task.WhenAll(closed.Select(r => r.Closed)).WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>For the container's end, when no call runs and none waits: closes everything.</summary>
    public async ValueTask DisposeAsync()
    {
        await _retired.CancelAsync().ConfigureAwait(false); // a replica that is being made isn't wanted any more
        await _change.WaitAsync().ConfigureAwait(false);
        Replica[] last;
        LoadedModel[] models;
        lock (_gate)
        {
            last = [.. _table.Replicas, .. _closing];
            models = [.. last.Select(r => r.Model).Concat(_groups.Select(g => g.Model).OfType<LoadedModel>()).Distinct()];
            foreach (Replica replica in _table.Replicas)
            {
                KeepCounts(replica);
                replica.Close();
            }

            Volatile.Write(ref _table, ReplicaTable.Empty);
        }

        Task closed = Task.WhenAll(last.Select(r => r.Closed));
        await closed.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Sleep();
        _change.Release();
        // Whoever gives a model's last count waits for its teardown: the plugins are closed next.
        Task drained = Task.WhenAll([closed, .. models.Where(m => m.References == 0).Select(m => m.Drained)]);
        await drained.ConfigureAwait(false);
    }

    /// <summary>The load now.</summary>
    public ReplicaSample Sample()
    {
        lock (_gate)
        {
            Replica[] all = [.. _table.Replicas, .. _closing];
            return new ReplicaSample
            {
                Completed = CompletedCalls(),
                Failed = _closedFailures + all.Sum(r => r.Slots.Sum(s => s.Failures)),
                Rejected = _refused,
                GivenUp = _givenUp,
                Dequeued = _dequeued,
                QueueTime = _queueTime,
                OldestWait = _queue.OldestSince() is { } since ? _settings.TimeProvider.GetElapsedTime(since) : TimeSpan.Zero,
                Running = all.Sum(r => r.Running),
                Waiting = _queue.Count,
                Replicas = _table.Replicas.Length,
                Slots = _table.Slots.Length,
                Desired = Desired,
            };
        }
    }

    /// <param name="own">The caller's wish, given up when it can't be met; null = it has none.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    private async Task<List<Replica>> ReconcileAsync(Wish? own, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _retired.Token);
        var leaving = new List<Replica>();
        try
        {
            await _change.WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_retired.IsCancellationRequested)
        {
            throw Gone();
        }

        try
        {
            // Making an instance is native work: not on the caller's thread.
            await Task.Run(() => Reconcile(leaving, either.Token), CancellationToken.None).ConfigureAwait(false);
            return leaving;
        }
        catch (OperationCanceledException) when (_retired.IsCancellationRequested)
        {
            throw Gone();
        }
        catch (Exception)
        {
            // Somebody else's wish stands, also one for the same number: whoever has it tries for themselves.
            if (own is not null) Interlocked.CompareExchange(ref _wish, new Wish(Replicas.Count), own);
            throw;
        }
        finally
        {
            _change.Release();
        }
    }

    private void Reconcile(List<Replica> leaving, CancellationToken cancellationToken)
    {
        int before = Replicas.Count;
        try
        {
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Wish wish = Volatile.Read(ref _wish);
                int missing = wish.Count - Replicas.Count;
                if (missing == 0) break;
                if (missing > 0) Add(GroupWithRoom(), cancellationToken);
                else if (Remove(wish) is { } replica) leaving.Add(replica);
            }
        }
        finally
        {
            if (Replicas.Count == 0) Sleep(); // also where a model was loaded and its first replica couldn't be made
            if (Replicas.Count != before) _settings.Scaled(before, Replicas.Count);
        }
    }

    // The bounds of the groups add up to the set's, so one of them has room.
    private ReplicaGroup GroupWithRoom() => _groups.First(g => Replicas.Count(r => r.Group == g) < g.Bounds.Maximum);

    private void Add(ReplicaGroup group, CancellationToken cancellationToken)
    {
        Replica replica = group.Create(_settings, cancellationToken);
        lock (_gate)
        {
            Volatile.Write(ref _table, _table.With(replica));
        }

        ServeWaiters();
    }

    private Replica? Remove(Wish wish)
    {
        Replica replica;
        lock (_gate)
        {
            if (_table.Replicas.Length == 1 && _queue.Count > 0)
            {
                // Somebody came while it was being put to sleep. A newer wish stands.
                Interlocked.CompareExchange(ref _wish, new Wish(1), wish);
                return null;
            }

            ReplicaGroup group = _groups.Last(g => _table.Replicas.Count(r => r.Group == g) > g.Bounds.Minimum);
            replica = _table.Replicas.Last(r => r.Group == group);
            Volatile.Write(ref _table, _table.Without(replica));
            _closing.Add(replica);
        }

        replica.Close();
        _picker.Forget(replica);
        _ = ForgetWhenClosedAsync(replica);
        return replica;
    }

    private async Task ForgetWhenClosedAsync(Replica replica)
    {
        await replica.Closed.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (replica.Closed.Exception is { } fault) Log.TearDownFailed(_settings.Logger, fault.InnerException!);
        lock (_gate)
        {
            _closing.Remove(replica);
            KeepCounts(replica);
        }
    }

    // Under the gate.
    private void Wake()
    {
        if (_isWaking) return;
        _isWaking = true;
        _ = Task.Run(WakeAsync);
    }

    private async Task WakeAsync()
    {
        Exception? fault = null;
        try
        {
            Wish asleep = Volatile.Read(ref _wish);
            Wish? own = asleep.Count == 0 ? new Wish(1) : null;
            if (own is not null) Interlocked.CompareExchange(ref _wish, own, asleep);
            await ReconcileAsync(own, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            fault = e;
        }

        var waiters = new List<Waiter>();
        lock (_gate)
        {
            _isWaking = false;
            // Where one replica could be made and the next couldn't, the one serves them.
            while (fault is not null && _table.Replicas.Length == 0 && _queue.Peek() is { } waiter)
            {
                Leave(waiter);
                waiters.Add(waiter);
            }

            // It was put to sleep again before anybody saw it awake.
            if (fault is null && _table.Replicas.Length == 0 && _queue.Count > 0) Wake();
        }

        try
        {
            if (fault is not null) Log.WakeFailed(_settings.Logger, _settings.Endpoint, _settings.Container, fault);
        }
        finally
        {
            // Also where the host's log fails: nobody else knows of them any more.
            foreach (Waiter waiter in waiters)
                waiter.Complete(new Admission(null, RequestErrors.FromModel(fault!, _settings.Endpoint, _settings.Container, inferenceId: null)));
        }
    }

    private void Sleep()
    {
        foreach (ReplicaGroup group in _groups) group.Sleep();
    }

    private ObjectDisposedException Gone() => new(_settings.Container, $"Endpoint '{_settings.Endpoint}', container '{_settings.Container}' is gone.");

    // How many replicas somebody wants.
    private sealed class Wish(int count)
    {
        public int Count => count;
    }
}
