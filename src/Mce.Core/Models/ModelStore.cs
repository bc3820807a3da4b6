namespace Mce;

/// <summary>The loaded models, each once: containers of one world, and of the next, share weights. Thread-safe.</summary>
/// <remarks>Loading is single flight for a key and parallel across keys.</remarks>
internal sealed class ModelStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ModelKey, Entry> _entries = [];

    public int Count
    {
        get
        {
            lock (_gate) return _entries.Count;
        }
    }

    /// <summary>Gives a count of the model, loading it when nobody has it.</summary>
    /// <param name="key">Which model.</param>
    /// <param name="plugin">Taken over: kept by a new model, given back otherwise.</param>
    /// <param name="load">Loads it, on the calling thread.</param>
    public LoadedModel Acquire(ModelKey key, PluginHandle plugin, Func<IBackend, IModel> load)
    {
        Entry entry;
        lock (_gate)
        {
            if (!_entries.TryGetValue(key, out entry!)) _entries.Add(key, entry = new Entry());
            entry.Users++;
        }

        bool isTaken = false;
        try
        {
            lock (entry)
            {
                if (entry.Model is { } present && present.TryAddReference()) return present;
                var model = new LoadedModel(key, plugin, load(plugin.Backend), Forget);
                isTaken = true;
                return entry.Model = model;
            }
        }
        finally
        {
            if (!isTaken) plugin.Dispose();
            lock (_gate)
            {
                entry.Users--;
                Clean(key, entry);
            }
        }
    }

    private void Forget(LoadedModel model)
    {
        lock (_gate)
        {
            if (_entries.TryGetValue(model.Key, out Entry? entry)) Clean(model.Key, entry);
        }
    }

    // An entry stays while somebody loads it or has its model.
    private void Clean(ModelKey key, Entry entry)
    {
        if (entry.Users == 0 && entry.Model is not { References: > 0 } && _entries.GetValueOrDefault(key) == entry) _entries.Remove(key);
    }

    private sealed class Entry
    {
        public LoadedModel? Model { get; set; }

        public int Users { get; set; }
    }
}
