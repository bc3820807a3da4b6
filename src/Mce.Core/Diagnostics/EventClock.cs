namespace Mce;

/// <summary>Turns timestamps into times. Not thread-safe.</summary>
internal sealed class EventClock(TimeProvider timeProvider)
{
    private long _timestamp;
    private DateTimeOffset _time;

    /// <summary>Reads the clock: times are counted from here until the next call, so that they follow when it is set.</summary>
    public void Anchor()
    {
        _timestamp = timeProvider.GetTimestamp();
        _time = timeProvider.GetUtcNow();
    }

    public DateTimeOffset At(long timestamp) => timestamp >= _timestamp
        ? _time + timeProvider.GetElapsedTime(_timestamp, timestamp)
        : _time - timeProvider.GetElapsedTime(timestamp, _timestamp);

    /// <param name="span">In units of timestamps.</param>
    public TimeSpan Span(long span) => timeProvider.GetElapsedTime(0, span);
}
