namespace Mce.Cli.Checking;

/// <summary>Lets small cases run side by side, and large ones with nothing beside them. Thread-safe.</summary>
internal sealed class CaseGate : IDisposable
{
    /// <summary>Two models of this size fit beside each other anywhere; of larger ones the memory must not add up.</summary>
    private const long LargeBytes = 64L << 20;

    // Where exporters put the weights of a model whose own file holds only its graph.
    private static readonly string[] Weights = [".data", "_data"];

    private readonly ReaderWriterLockSlim _lock = new();

    /// <summary>Waits until the case may run. The same thread calls <see cref="Leave"/>.</summary>
    /// <param name="item">The case.</param>
    /// <param name="beforeWaiting">Called if the thread has to wait.</param>
    public void Enter(CheckCase item, Action beforeWaiting)
    {
        if (IsLarge(item.Model))
        {
            if (_lock.TryEnterWriteLock(0)) return;
            beforeWaiting();
            _lock.EnterWriteLock();
        }
        else
        {
            if (_lock.TryEnterReadLock(0)) return;
            beforeWaiting();
            _lock.EnterReadLock();
        }
    }

    public void Leave()
    {
        if (_lock.IsWriteLockHeld) _lock.ExitWriteLock();
        else _lock.ExitReadLock();
    }

    public void Dispose() => _lock.Dispose();

    /// <summary>Whether a model is, or may be, too large for company.</summary>
    internal static bool IsLarge(string model)
    {
        // A folder of files may hold anything.
        if (Directory.Exists(model)) return true;
        return Length(model) + Weights.Sum(end => Length(model + end)) > LargeBytes;
    }

    private static long Length(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? file.Length : 0;
    }
}
