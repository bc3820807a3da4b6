namespace Mce.Plugins.Onnx.Native;

/// <summary>Something native that several owners keep alive. The creator holds the first count. Thread-safe.</summary>
internal abstract class CountedHandle
{
    private int _references = 1;

    /// <summary>Takes a count. The caller must hold one already, or know somebody who does.</summary>
    public void AddReference() => Interlocked.Increment(ref _references);

    /// <summary>Gives a count back; the last one frees.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _references) == 0) Free();
    }

    /// <summary>Called exactly once, on the thread of the last release. Must not throw.</summary>
    protected abstract void Free();
}
