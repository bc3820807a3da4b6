namespace Mce;

/// <summary>A count on a loaded plugin: while one is held, the plugin isn't unloaded. Thread-safe.</summary>
internal sealed class PluginHandle(Plugin plugin, IBackend backend) : IDisposable
{
    private IBackend? _backend = backend;

    public Plugin Plugin => plugin;

    public string Name => plugin.Description.Name;

    public string Framework => plugin.Description.Framework!;

    public string FrameworkVersion => plugin.Description.FrameworkVersion!;

    /// <summary>The plugin's backend. Don't keep it longer than the handle.</summary>
    /// <exception cref="ObjectDisposedException">The handle was given back.</exception>
    public IBackend Backend
    {
        get
        {
            IBackend? current = Volatile.Read(ref _backend);
            ObjectDisposedException.ThrowIf(current is null, this);
            return current;
        }
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _backend, null) is not null) plugin.Release();
    }
}
