namespace Mce;

/// <summary>What the server gives a backend once, before anything else.</summary>
public sealed class BackendContext
{
    /// <summary>Makes a context.</summary>
    /// <param name="pluginDirectory">The plugin's folder, or the application's for a backend that was added statically.</param>
    /// <param name="settings">The plugin's settings.</param>
    /// <param name="logger">Where the backend logs; null = nowhere.</param>
    public BackendContext(string pluginDirectory, BackendSettings? settings = null, IBackendLogger? logger = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(pluginDirectory);
        PluginDirectory = pluginDirectory;
        Settings = settings ?? BackendSettings.Empty;
        Logger = logger ?? NullBackendLogger.Instance;
    }

    /// <summary>The absolute folder that the plugin was loaded from.</summary>
    public string PluginDirectory { get; }

    /// <summary>The plugin's settings.</summary>
    public BackendSettings Settings { get; }

    /// <summary>Where the backend logs. Never null.</summary>
    public IBackendLogger Logger { get; }
}
