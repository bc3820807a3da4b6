using Microsoft.Extensions.Logging;

namespace Mce;

/// <summary>The server's log messages.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Ready: {Endpoints} endpoints, {Containers} containers.")]
    public static partial void Ready(ILogger logger, int endpoints, int containers);

    [LoggerMessage(2, LogLevel.Information, "Loaded container '{Container}' of endpoint '{Endpoint}' with {Framework} {Version} in {Milliseconds:F1} ms.")]
    public static partial void Loaded(ILogger logger, string endpoint, string container, string framework, string version, double milliseconds);

    [LoggerMessage(3, LogLevel.Warning, "Container '{Container}' of endpoint '{Endpoint}' can't be warmed up on zeros; its first requests will be slower.")]
    public static partial void WarmUpFailed(ILogger logger, string endpoint, string container, Exception cause);

    [LoggerMessage(4, LogLevel.Information, "Drained in {Milliseconds:F1} ms.")]
    public static partial void Drained(ILogger logger, double milliseconds);

    [LoggerMessage(5, LogLevel.Error, "Endpoint '{Endpoint}', {What}. That is after {Timeout}: the wait is given up, and the models stay in memory.")]
    public static partial void DrainTimedOut(ILogger logger, string endpoint, string what, TimeSpan timeout);

    [LoggerMessage(13, LogLevel.Warning, "A stop or change has waited {Waited} for endpoint '{Endpoint}', {What}.")]
    public static partial void Draining(ILogger logger, string endpoint, string what, TimeSpan waited);

    [LoggerMessage(6, LogLevel.Warning, "A load progress handler threw; it is ignored.")]
    public static partial void ProgressHandlerFailed(ILogger logger, Exception cause);

    [LoggerMessage(7, LogLevel.Error, "A model or plugin failed while it was torn down.")]
    public static partial void TearDownFailed(ILogger logger, Exception cause);

    [LoggerMessage(9, LogLevel.Error, "Container '{Container}' of endpoint '{Endpoint}' can't be woken: those who wait get the error, and the next request tries again.")]
    public static partial void WakeFailed(ILogger logger, string endpoint, string container, Exception cause);

    [LoggerMessage(10, LogLevel.Information, "Changed: {Added} containers added, {Removed} removed, {Replaced} replaced, {Kept} kept, in {Milliseconds:F1} ms.")]
    public static partial void Changed(ILogger logger, int added, int removed, int replaced, int kept, double milliseconds);

    [LoggerMessage(11, LogLevel.Error, "The changed configuration can't be applied; the one before goes on serving.")]
    public static partial void ReloadFailed(ILogger logger, Exception cause);

    [LoggerMessage(12, LogLevel.Warning, "Plugins or options have changed in the configuration: they are read once, and count from the next start. Changed endpoints are applied.")]
    public static partial void FixedPartChanged(ILogger logger);

    [LoggerMessage(8, LogLevel.Warning, "The server has no endpoints: every request will be refused. Add one with AddEndpoint or AddConfiguration.")]
    public static partial void NoEndpoints(ILogger logger);

    [LoggerMessage(20, LogLevel.Warning, "The observer {Observer} threw; {Count} times since the last message. Its event is lost, nothing else.")]
    public static partial void ObserverFailed(ILogger logger, string observer, long count, Exception cause);

    [LoggerMessage(21, LogLevel.Warning, "The observer {Observer} is too slow: {Count} events were lost since the last message.")]
    public static partial void EventsDropped(ILogger logger, string observer, long count);

    [LoggerMessage(22, LogLevel.Error, "The observer {Observer} didn't take its last events within {Patience}; they are lost. If it still is in a call, its thread stays there.")]
    public static partial void ObserverHangs(ILogger logger, string observer, TimeSpan patience);

    [LoggerMessage(23, LogLevel.Warning, "A listener of metrics or spans threw; {Count} times since the last message. What it was told of is lost, nothing else.")]
    public static partial void MetricListenerFailed(ILogger logger, long count, Exception cause);

    [LoggerMessage(24, LogLevel.Error, "Endpoint '{Endpoint}', container '{Container}': a call has run since {Since:u}, {Duration} or more, and doesn't come back. Its replica is lost until it does.")]
    public static partial void CallHangs(ILogger logger, string endpoint, string container, DateTimeOffset since, TimeSpan duration);

    [LoggerMessage(25, LogLevel.Warning, "Endpoint '{Endpoint}', container '{Container}': the call that ran since {Since:u} came back.")]
    public static partial void CallCameBack(ILogger logger, string endpoint, string container, DateTimeOffset since);
}
