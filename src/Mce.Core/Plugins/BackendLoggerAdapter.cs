using Microsoft.Extensions.Logging;

namespace Mce;

/// <summary>Hands a plugin's messages to the application's logging.</summary>
internal sealed partial class BackendLoggerAdapter(ILogger logger) : IBackendLogger
{
    public bool IsEnabled(BackendLogLevel level) => logger.IsEnabled((LogLevel)level);

    public void Log(BackendLogLevel level, string message, Exception? exception = null)
    {
        try
        {
            Write(logger, (LogLevel)level, message, exception);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The contract promises plugins that logging never throws; a broken sink is not their affair.
        }
    }

    [LoggerMessage(Message = "{Message}")]
    private static partial void Write(ILogger logger, LogLevel level, string message, Exception? exception);
}
