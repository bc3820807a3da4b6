using Microsoft.Extensions.Logging;

namespace Mce;

internal static partial class PluginHostLog
{
    [LoggerMessage(1, LogLevel.Information, "Found plugin {Plugin} ({Framework} {FrameworkVersion}) in {Directory}")]
    public static partial void Found(ILogger logger, string plugin, string framework, string frameworkVersion, string directory);

    [LoggerMessage(2, LogLevel.Warning, "{Problem}")]
    public static partial void Unusable(ILogger logger, string problem);

    [LoggerMessage(3, LogLevel.Information, "Loaded plugin {Plugin} ({Framework} {FrameworkVersion}) in {Milliseconds:F0} ms")]
    public static partial void Loaded(ILogger logger, string plugin, string framework, string frameworkVersion, double milliseconds);

    [LoggerMessage(4, LogLevel.Error, "Plugin {Plugin} could not be loaded")]
    public static partial void LoadFailed(ILogger logger, string plugin, Exception exception);

    [LoggerMessage(5, LogLevel.Information, "Asked to unload plugin {Plugin}: {Outcome}. {Reason}")]
    public static partial void UnloadEnded(ILogger logger, string plugin, PluginUnloadOutcome outcome, string reason);

    [LoggerMessage(6, LogLevel.Error, "The backend of plugin {Plugin} threw when it was disposed: {Fault}")]
    public static partial void DisposeFailed(ILogger logger, string plugin, string fault);

    [LoggerMessage(7, LogLevel.Error, "Plugin {Plugin} is still in use by {Count} models at the end; it is closed when the last of them ends")]
    public static partial void LeakedInUse(ILogger logger, string plugin, int count);

    [LoggerMessage(8, LogLevel.Information, "Plugin {Plugin} is gone from {Directory}")]
    public static partial void Gone(ILogger logger, string plugin, string directory);

    [LoggerMessage(9, LogLevel.Information, "Plugin {Plugin} is replaced and no longer used: it is let go")]
    public static partial void LetGo(ILogger logger, string plugin);
}
