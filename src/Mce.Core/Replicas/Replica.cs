namespace Mce;

/// <summary>One live model instance and as many slots as it bears calls at a time. Holds a count of its model.</summary>
internal sealed class Replica
{
    // An instance that bears any number of calls still gets a bounded number of slots: each has its own call frame.
    private const int MaxSlots = 64;

    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isClosing;
    private int _open;

    /// <param name="instance">Taken over.</param>
    /// <param name="model">One count of it is taken over.</param>
    /// <param name="group">The group it belongs to.</param>
    /// <param name="pool">Where outputs come from that callers don't provide.</param>
    /// <param name="limits">What a request may ask for.</param>
    public Replica(IModelInstance instance, LoadedModel model, ReplicaGroup group, OutputPool pool, SizeLimits limits)
    {
        Instance = instance;
        Model = model;
        Group = group;
        _open = group.Config.Slots ?? Math.Clamp(model.Model.MaxConcurrency, 1, MaxSlots);
        Slots = [.. Enumerable.Range(0, _open).Select(_ => new ReplicaSlot(this, pool, limits))];
    }

    public IModelInstance Instance { get; }

    public LoadedModel Model { get; }

    public ReplicaGroup Group { get; }

    public ReplicaSlot[] Slots { get; }

    /// <summary>Whether it takes no new calls. Read after each call.</summary>
    public bool IsClosing => _isClosing;

    /// <summary>Completes when its last call is through and the instance is disposed; fails with what the disposal threw.</summary>
    public Task Closed => _closed.Task;

    public int Running
    {
        get
        {
            int running = 0;
            foreach (ReplicaSlot slot in Slots)
                if (slot.IsRunning) running++;
            return running;
        }
    }

    /// <summary>Closes the slots that are free; those that run are closed by <see cref="CloseAfterCall"/>.</summary>
    /// <remarks>
    /// The flag is written before any slot is looked at, and a slot is freed before the flag is read: whichever comes second
    /// closes the slot.
    /// </remarks>
    public void Close()
    {
        _isClosing = true;
        foreach (ReplicaSlot slot in Slots) CloseAfterCall(slot);
    }

    public void CloseAfterCall(ReplicaSlot slot)
    {
        if (!slot.TryClose() || Interlocked.Decrement(ref _open) > 0) return;
        ThreadPool.UnsafeQueueUserWorkItem(static self => self.Dispose(), this, preferLocal: false);
    }

    private void Dispose()
    {
        Exception? fault = null;
        try
        {
            Instance.Dispose();
        }
        catch (Exception e)
        {
            fault = e;
        }

        Model.Release();
        if (fault is null) _closed.SetResult();
        else _closed.SetException(fault);
    }
}
