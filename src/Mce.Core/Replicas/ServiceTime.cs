namespace Mce;

/// <summary>How long calls of requests that waited take, once they have a slot. Not thread-safe.</summary>
/// <remarks>
/// A smoothed mean and deviation, as TCP estimates its round trips. Only calls from the queue are timed, and they are enough: who
/// waits for the estimate waits in the queue.
/// </remarks>
internal sealed class ServiceTime
{
    private double _mean;
    private double _deviation;
    private bool _isKnown;

    /// <summary>What few calls exceed, in timestamp units; 0 while nothing is known.</summary>
    public long Expected => (long)(_mean + (4 * _deviation));

    public void Add(long elapsed)
    {
        if (!_isKnown)
        {
            (_mean, _deviation, _isKnown) = (elapsed, elapsed / 2.0, true);
            return;
        }

        double error = elapsed - _mean;
        _mean += error / 8;
        _deviation += (Math.Abs(error) - _deviation) / 4;
    }
}
