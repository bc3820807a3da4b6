namespace Mce;

/// <summary>Lets one message a minute through and counts the others. Thread-safe.</summary>
internal sealed class LogThrottle(TimeProvider timeProvider)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private long _last;
    private bool _any;
    private long _held;

    /// <param name="count">How often it happened since the last time this was true.</param>
    public bool TryEnter(out long count)
    {
        lock (_gate)
        {
            count = ++_held;
            if (_any && timeProvider.GetElapsedTime(_last) < Interval) return false;
            (_any, _last, _held) = (true, timeProvider.GetTimestamp(), 0);
            return true;
        }
    }
}
