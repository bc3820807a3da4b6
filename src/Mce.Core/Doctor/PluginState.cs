namespace Mce;

/// <summary>Where a plugin stands.</summary>
public enum PluginState
{
    /// <summary>Found, and nothing of it loaded: nobody needed it yet.</summary>
    Discovered,

    /// <summary>Loaded and initialised.</summary>
    Loaded,

    /// <summary>It can't be used; <see cref="PluginReportEntry.Error"/> says why.</summary>
    Failed,

    /// <summary>It was unloaded on request.</summary>
    Unloaded,

    /// <summary>It isn't trusted, so nothing of it was loaded; <see cref="PluginReportEntry.Error"/> says why.</summary>
    Refused,
}
