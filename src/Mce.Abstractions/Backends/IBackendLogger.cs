namespace Mce;

/// <summary>Logging through the contract, so that no logging library becomes part of the ABI. Thread-safe.</summary>
public interface IBackendLogger
{
    /// <summary>Whether messages of this level go anywhere.</summary>
    bool IsEnabled(BackendLogLevel level);

    /// <summary>Writes a message. Never throws.</summary>
    void Log(BackendLogLevel level, string message, Exception? exception = null);
}
