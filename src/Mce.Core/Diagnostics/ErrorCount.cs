namespace Mce;

/// <summary>How often one kind of error happened to one target.</summary>
internal sealed class ErrorCount(KeyValuePair<string, object?>[] tags)
{
    private long _count;

    public KeyValuePair<string, object?>[] Tags => tags;

    public long Count => Volatile.Read(ref _count);

    public void Increment() => Interlocked.Increment(ref _count);
}
