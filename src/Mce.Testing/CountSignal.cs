namespace Mce.Testing;

/// <summary>A number that tests can wait for. Thread-safe; counting allocates nothing.</summary>
internal sealed class CountSignal
{
    // Real time: it ends a test that waits for what never comes, and is never waited for otherwise.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly List<(int Goal, TaskCompletionSource Reached)> _waiters = [];
    private int _count;

    public int Value => Volatile.Read(ref _count);

    /// <returns>The new value.</returns>
    public int Increment() => Add(1);

    /// <returns>The new value.</returns>
    public int Decrement() => Add(-1);

    /// <summary>Completes when the number is at least the goal, or was so for a moment.</summary>
    /// <exception cref="TimeoutException">It wasn't so in time.</exception>
    public async Task ReachAsync(int goal, string what, TimeSpan? atMost)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(goal);
        TaskCompletionSource reached;
        lock (_gate)
        {
            if (_count >= goal) return;
            reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Add((goal, reached));
        }

        TimeSpan patience = atMost ?? Patience;
        try
        {
            await reached.Task.WaitAsync(patience, TimeProvider.System).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"Waited {patience} for {goal} {what}; there {(Value == 1 ? "is" : "are")} {Value}.");
        }
    }

    private int Add(int change)
    {
        lock (_gate)
        {
            _count += change;
            for (int i = _waiters.Count - 1; i >= 0; i--)
            {
                if (_waiters[i].Goal > _count) continue;
                _waiters[i].Reached.TrySetResult();
                _waiters.RemoveAt(i);
            }

            return _count;
        }
    }
}
