using System.ComponentModel.Composition.Hosting;

namespace Mce;

/// <summary>A plugin's live objects. Whoever drops this drops the last of the host's references to the plugin's code.</summary>
internal sealed class LoadedPlugin(IBackend backend, PluginLoadContext? context, CompositionContainer? composition)
{
    public IBackend Backend => backend;

    /// <summary>Null for a backend of the application's own.</summary>
    public PluginLoadContext? Context => context;

    /// <summary>Disposes the backend once, and starts the unloading where that is possible.</summary>
    /// <returns>What the backend's Dispose threw, in words; null when all went well.</returns>
    public string? Close() => OwnThread.Run("mce: close plugin", () =>
    {
        string? fault = null;
        try
        {
            // The composition made the backend and disposes it with itself.
            if (composition is not null) composition.Dispose();
            else backend.Dispose();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            fault = $"{e.GetType().Name}: {e.Message}";
        }

        if (context is { IsCollectible: true }) context.Unload();
        return fault;
    });
}
