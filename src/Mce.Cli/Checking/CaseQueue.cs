namespace Mce.Cli.Checking;

/// <summary>The cases that no worker has begun, in the manifest's order. Thread-safe.</summary>
internal sealed class CaseQueue
{
    private readonly PriorityQueue<int, int> _waiting = new();
    private readonly Lock _gate = new();

    public CaseQueue(int count)
    {
        for (int index = 0; index < count; index++) _waiting.Enqueue(index, index);
    }

    /// <summary>Takes the first one.</summary>
    public bool TryTake(out int index)
    {
        lock (_gate) return _waiting.TryDequeue(out index, out _);
    }

    /// <summary>Gives back what was taken and not begun.</summary>
    public void PutBack(IEnumerable<int> indexes)
    {
        lock (_gate) foreach (int index in indexes) _waiting.Enqueue(index, index);
    }
}
