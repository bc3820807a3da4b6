using Microsoft.Extensions.Logging;

namespace Mce.AspNetCore;

/// <summary>The log messages of the HTTP faces.</summary>
internal static partial class HttpLog
{
    [LoggerMessage(100, LogLevel.Error, "An invocation of endpoint '{Endpoint}', container '{Container}', inference '{InferenceId}', failed inside the server.")]
    public static partial void InvocationFailed(ILogger logger, string endpoint, string? container, string? inferenceId, Exception cause);

    [LoggerMessage(101, LogLevel.Warning, "Request {RequestId} to endpoint '{Endpoint}' is answered with {Status} {Type}: {Reason}")]
    public static partial void RequestFailed(ILogger logger, string requestId, string endpoint, int status, string type, string reason);
}
