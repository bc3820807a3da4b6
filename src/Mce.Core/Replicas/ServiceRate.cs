namespace Mce;

/// <summary>How fast calls are being completed, from a counter looked at now and then: calls themselves take no time stamps for it.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class ServiceRate(TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Unknown = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private long _since = time.GetTimestamp();
    private long _completed;
    private double _perSecond;

    /// <summary>How long that many requests will take, from 10 ms to a minute; a second when nothing was completed lately.</summary>
    public TimeSpan TimeFor(int requests, long completed)
    {
        long now = time.GetTimestamp();
        TimeSpan elapsed = time.GetElapsedTime(_since, now);
        if (elapsed >= Window)
        {
            _perSecond = (completed - _completed) / elapsed.TotalSeconds;
            _since = now;
            _completed = completed;
        }

        double rate = _perSecond > 0 ? _perSecond : elapsed > TimeSpan.Zero ? (completed - _completed) / elapsed.TotalSeconds : 0;
        if (rate <= 0) return Unknown;
        double seconds = Math.Clamp(requests / rate, Shortest.TotalSeconds, Longest.TotalSeconds);
        return TimeSpan.FromSeconds(seconds);
    }
}
