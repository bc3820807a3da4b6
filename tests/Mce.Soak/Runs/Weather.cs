namespace Mce.Soak.Runs;

/// <summary>Whether there is a burst, and whether there was one within a stretch of time. One writer; any readers.</summary>
internal sealed class Weather
{
    private int _turns; // odd = burst

    public int Mark() => Volatile.Read(ref _turns);

    public bool WasThereABurstSince(int mark) => mark % 2 != 0 || Mark() != mark;

    public void Turn() => Interlocked.Increment(ref _turns);
}
