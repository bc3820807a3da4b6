namespace Mce;

internal sealed class NullBackendLogger : IBackendLogger
{
    public static readonly NullBackendLogger Instance = new();

    public bool IsEnabled(BackendLogLevel level) => false;

    public void Log(BackendLogLevel level, string message, Exception? exception = null)
    {
    }
}
