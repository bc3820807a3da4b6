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

    /// <summary>
    /// How long before its deadline a request must begin, in timestamp units: what few calls exceed, and once more the mean for the
    /// way to the pool and back to the caller, where others want the cores too. 0 while nothing is known.
    /// </summary>
    public long Needed => (long)((2 * _mean) + (4 * _deviation));

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
