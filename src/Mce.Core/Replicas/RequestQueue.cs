namespace Mce;

/// <summary>
/// Waiting requests: the highest priority first, within it callers in turn, of each caller the oldest. Not thread-safe.
/// </summary>
internal sealed class RequestQueue
{
    private readonly Level[] _levels = [new(), new(), new()]; // by priority, the lowest first

    public int Count { get; private set; }

    public void Enqueue(Waiter waiter)
    {
        LevelOf(waiter.Priority).Add(waiter);
        Count++;
    }

    public Waiter? Peek()
    {
        for (int i = _levels.Length - 1; i >= 0; i--)
            if (_levels[i].First is { } waiter) return waiter;
        return null;
    }

    /// <summary>
    /// The first, in the order of service, whose deadline is no earlier than that; when there is none, the first. Under overload the
    /// oldest are always just about to expire: served in plain order, each would be answered too late, and all work be in vain.
    /// </summary>
    /// <param name="earliest">When a call that begins now will surely have ended.</param>
    public Waiter? Peek(long earliest)
    {
        Waiter? first = null;
        for (int i = _levels.Length - 1; i >= 0; i--)
        {
            foreach (CallerQueue queue in _levels[i].Round)
            {
                foreach (Waiter waiter in queue.Waiters)
                {
                    if (waiter.Deadline >= earliest) return waiter;
                    first ??= waiter;
                }
            }
        }

        return first;
    }

    /// <summary>Takes out the one whose turn it is, and puts its caller at the end of the round.</summary>
    public void Dequeue(Waiter first)
    {
        LevelOf(first.Priority).EndTurn(first.Queue!);
        Remove(first);
    }

    public void Remove(Waiter waiter)
    {
        LevelOf(waiter.Priority).Remove(waiter);
        Count--;
    }

    /// <summary>
    /// In a full queue: whom a newcomer displaces. The youngest request of the lowest priority below its own; within its own, the
    /// youngest of the caller with the longest queue, where that stays no shorter than the newcomer's. Null = the newcomer is refused.
    /// </summary>
    public Waiter? FindDisplaced(RequestPriority priority, string? caller)
    {
        for (int i = 0; i < _levels.Length; i++)
        {
            if (_levels[i].Longest() is not { } longest) continue;
            int level = Index(priority);
            bool yields = i < level || (i == level && longest.Waiters.Count > _levels[i].CountOf(caller ?? "") + 1);
            return yields ? longest.Waiters.Last!.Value : null;
        }

        return null;
    }

    /// <summary>How long the request that has waited longest has waited, as the timestamp of its beginning; null when nobody waits.</summary>
    public long? OldestSince()
    {
        long? oldest = null;
        foreach (Level level in _levels)
        {
            foreach (CallerQueue queue in level.Round)
                if (queue.Waiters.First is { } first && !(oldest <= first.Value.Since)) oldest = first.Value.Since;
        }

        return oldest;
    }

    private static int Index(RequestPriority priority) => Math.Clamp((int)priority, -1, 1) + 1;

    private Level LevelOf(RequestPriority priority) => _levels[Index(priority)];

    private sealed class Level
    {
        private readonly Dictionary<string, CallerQueue> _byCaller = new(StringComparer.Ordinal);
        private CallerQueue? _spare; // most levels have one caller at a time: no garbage for it

        public LinkedList<CallerQueue> Round { get; } = new();

        public Waiter? First => Round.First?.Value.Waiters.First?.Value;

        public int CountOf(string caller) => _byCaller.TryGetValue(caller, out CallerQueue? queue) ? queue.Waiters.Count : 0;

        public CallerQueue? Longest()
        {
            CallerQueue? longest = null;
            foreach (CallerQueue queue in Round)
                if (longest is null || queue.Waiters.Count > longest.Waiters.Count) longest = queue;
            return longest;
        }

        public void Add(Waiter waiter)
        {
            if (!_byCaller.TryGetValue(waiter.Caller, out CallerQueue? queue))
            {
                queue = _spare ?? new CallerQueue();
                _spare = null;
                queue.Caller = waiter.Caller;
                _byCaller.Add(waiter.Caller, queue);
                Round.AddLast(queue.Node);
            }

            queue.Waiters.AddLast(waiter.Node);
            waiter.Queue = queue;
        }

        public void EndTurn(CallerQueue queue)
        {
            Round.Remove(queue.Node);
            Round.AddLast(queue.Node);
        }

        public void Remove(Waiter waiter)
        {
            CallerQueue queue = waiter.Queue!;
            queue.Waiters.Remove(waiter.Node);
            waiter.Queue = null;
            if (queue.Waiters.Count > 0) return;
            _byCaller.Remove(queue.Caller);
            Round.Remove(queue.Node);
            _spare = queue;
        }
    }
}
