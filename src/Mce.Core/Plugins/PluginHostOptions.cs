namespace Mce;

/// <summary>What the plugin host is told before it starts. Not read again after <see cref="PluginHost.Discover"/>.</summary>
internal sealed class PluginHostOptions
{
    /// <summary>Folders whose sub-folders are plugins. A relative path starts at the application's folder.</summary>
    public IList<string> PluginRoots { get; } = [];

    /// <summary>Folders of one plugin each. A relative path starts at the application's folder.</summary>
    public IList<string> PluginDirectories { get; } = [];

    /// <summary>Backends that the application references itself, without a load context.</summary>
    public IList<StaticBackend> StaticBackends { get; } = [];

    /// <summary>Settings by <c>framework</c> or <c>framework@version</c>; the most exact name wins.</summary>
    public IDictionary<string, BackendSettings> Settings { get; } = new Dictionary<string, BackendSettings>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether plugins are loaded so that they can be unloaded. Default false: collectible code can be slower.</summary>
    public bool Collectible { get; set; }

    /// <summary>Exceptions from <see cref="Collectible"/> by plugin name.</summary>
    public IDictionary<string, bool> CollectibleByPlugin { get; } = new Dictionary<string, bool>(StringComparer.OrdinalIgnoreCase);

    /// <summary>How long an unload waits for the garbage collector before it says "still alive". Default 5 s.</summary>
    public TimeSpan UnloadTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Which plugins may be loaded, and what the report says about trust. Default any.</summary>
    public TrustPolicy Trust { get; set; } = new(new MceOptions());

    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    public IProcessModules ProcessModules { get; set; } = Mce.ProcessModules.OfThisSystem;

    public bool IsCollectible(string pluginName) => CollectibleByPlugin.TryGetValue(pluginName, out bool value) ? value : Collectible;

    public BackendSettings SettingsOf(string framework, string frameworkVersion) =>
        Settings.Where(s => FrameworkSelector.TryParse(s.Key, out FrameworkSelector selector) && selector.Accepts(framework, frameworkVersion))
            .OrderByDescending(s => s.Key.Length)
            .Select(s => s.Value)
            .FirstOrDefault(BackendSettings.Empty);
}
