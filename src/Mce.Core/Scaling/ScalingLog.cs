using Microsoft.Extensions.Logging;

namespace Mce;

/// <summary>The log messages of scaling. A target is an endpoint, or a container of it.</summary>
internal static partial class ScalingLog
{
    [LoggerMessage(200, LogLevel.Information, "Scaling of {Target}: {Reason}.")]
    public static partial void Decided(ILogger logger, string target, string reason);

    [LoggerMessage(201, LogLevel.Error, "The load of {Target} can't be observed; it is tried again at the next interval.")]
    public static partial void ObservationFailed(ILogger logger, string target, Exception cause);

    [LoggerMessage(202, LogLevel.Error, "{Target} could not be scaled to {Replicas} replicas; what is wanted is decided anew at the next interval.")]
    public static partial void ActionFailed(ILogger logger, string target, int replicas, Exception cause);

    [LoggerMessage(203, LogLevel.Warning, "The metric {Metric} of {Target} has no value: {Problem}. Its policies do as their MissingData says, until it has one again.")]
    public static partial void MetricMissing(ILogger logger, string metric, string target, string problem, Exception? cause);

    [LoggerMessage(204, LogLevel.Information, "The metric {Metric} of {Target} has a value again.")]
    public static partial void MetricBack(ILogger logger, string metric, string target);

    [LoggerMessage(205, LogLevel.Error, "The scaling hook {Hook} failed at a decision for {Target}; the decision stands.")]
    public static partial void HookFailed(ILogger logger, string hook, string target, Exception cause);

    [LoggerMessage(206, LogLevel.Warning, "The scaling hook {Hook} has held up {Target} for {Elapsed}: nothing is observed or decided there meanwhile.")]
    public static partial void HookSlow(ILogger logger, string hook, string target, TimeSpan elapsed);

    [LoggerMessage(207, LogLevel.Warning, "Scaling stopped without waiting further: a hook, a metric or a change of replicas is still running.")]
    public static partial void StopGaveUp(ILogger logger);

    [LoggerMessage(208, LogLevel.Error, "A subscriber of scaling decisions threw; it is ignored.")]
    public static partial void SubscriberFailed(ILogger logger, Exception cause);
}
