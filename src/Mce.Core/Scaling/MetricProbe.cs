using Microsoft.Extensions.Logging;

namespace Mce;

/// <summary>Asks a custom metric's callback for one target. Not thread-safe: one observation at a time.</summary>
internal sealed class MetricProbe(ScalingMetricCallback callback, TimeProvider time, ILogger logger)
{
    private Task<double?>? _running;
    private bool _isMissing;

    /// <summary>Gets the value. Never throws, but for the token.</summary>
    /// <param name="context">What the callback is asked for.</param>
    /// <param name="target">The target's name, for the log.</param>
    /// <param name="timeout">How long to wait.</param>
    /// <param name="cancellationToken">The end of scaling.</param>
    /// <returns>Null when it is missing.</returns>
    public async Task<double?> ReadAsync(ScalingMetricContext context, string target, TimeSpan timeout, CancellationToken cancellationToken)
    {
        (double? value, string problem, Exception? cause) = await AskAsync(context, timeout, cancellationToken).ConfigureAwait(false);
        if (value is null && !_isMissing) ScalingLog.MetricMissing(logger, context.Metric.ToString(), target, problem, cause);
        if (value is not null && _isMissing) ScalingLog.MetricBack(logger, context.Metric.ToString(), target);
        _isMissing = value is null;
        return value;
    }

    private async Task<(double? Value, string Problem, Exception? Cause)> AskAsync(ScalingMetricContext context, TimeSpan timeout, CancellationToken cancellationToken)
    {
        // One that never answers is not asked again, so there is never more than one of it.
        if (_running is { IsCompleted: false }) return (null, "its callback hasn't answered an earlier question yet", null);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        CancellationToken token = patience.Token;
        // On the pool: it may block before its first await.
        _running = Task.Run(() => callback(context, token).AsTask(), CancellationToken.None);
        try
        {
            double? value = await _running.WaitAsync(timeout, time, cancellationToken).ConfigureAwait(false);
            return value is null ? (null, "its callback gave none", null)
                : !double.IsFinite(value.Value) || value < 0 ? (null, FormattableString.Invariant($"its callback gave {value}"), null)
                : (value, "", null);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (TimeoutException) when (!_running.IsCompleted)
        {
            await patience.CancelAsync().ConfigureAwait(false);
            return (null, $"its callback didn't answer within {timeout}", null);
        }
        catch (Exception e)
        {
            return (null, "its callback failed", e);
        }
    }
}
