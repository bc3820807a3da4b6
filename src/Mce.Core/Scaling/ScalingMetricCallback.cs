namespace Mce;

/// <summary>Gives the value of a custom metric, once per observation of each target that has a policy on it.</summary>
/// <remarks>
/// Called off the request path, from any thread, never twice at a time for one target. Null, NaN, infinity, a negative value, an
/// exception or no answer within half the observation interval is missing data, with one line in the log until a value comes again.
/// </remarks>
/// <param name="context">What it is asked for.</param>
/// <param name="cancellationToken">Cancelled when that time is over, or the server stops.</param>
public delegate ValueTask<double?> ScalingMetricCallback(ScalingMetricContext context, CancellationToken cancellationToken);
