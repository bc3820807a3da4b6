namespace Mce;

/// <summary>
/// A count that never rises from zero. The owner holds the first; the last release completes <see cref="Drained"/>, and
/// the teardown runs on the thread pool, never on a request's thread.
/// </summary>
internal abstract class ReferenceCounted
{
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _references = 1;

    /// <summary>Completes when nobody uses the object any more and it is torn down.</summary>
    public Task Drained => _drained.Task;

    /// <summary>How many use the object, the owner included.</summary>
    public int References => Volatile.Read(ref _references);

    public bool TryAddReference()
    {
        int seen = Volatile.Read(ref _references);
        while (seen > 0)
        {
            int found = Interlocked.CompareExchange(ref _references, seen + 1, seen);
            if (found == seen) return true;
            seen = found;
        }

        return false;
    }

    public void Release()
    {
        int left = Interlocked.Decrement(ref _references);
        if (left == 0) ThreadPool.UnsafeQueueUserWorkItem(static self => _ = self.TearDownAndReportAsync(), this, preferLocal: false);
        else if (left < 0) throw new InvalidOperationException($"{GetType().Name} was released more often than it was taken.");
    }

    /// <summary>Frees what the object holds. Called once, when nobody uses it.</summary>
    protected abstract ValueTask TearDownAsync();

    private async Task TearDownAndReportAsync()
    {
        try
        {
            await TearDownAsync().ConfigureAwait(false);
            _drained.SetResult();
        }
        catch (Exception e)
        {
            _drained.SetException(e);
        }
    }
}
