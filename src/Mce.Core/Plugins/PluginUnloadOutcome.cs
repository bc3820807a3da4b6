namespace Mce;

/// <summary>How an unload ended.</summary>
public enum PluginUnloadOutcome
{
    /// <summary>Nothing of the plugin's managed code is in memory.</summary>
    Unloaded,

    /// <summary>The host let go of the plugin, and something else still refers to it. Asking again looks again.</summary>
    StillAlive,

    /// <summary>The plugin stays as it was: it is in use, or wasn't loaded so that it can be unloaded.</summary>
    CannotUnload,

    /// <summary>There is no plugin of that name.</summary>
    NotFound,
}
