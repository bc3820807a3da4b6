namespace Mce;

/// <summary>A model's weights on one device, with the plugin they came from, counted. The last count tears them down.</summary>
internal sealed class LoadedModel(ModelKey key, PluginHandle plugin, IModel model, Action<LoadedModel>? onTornDown = null) : ReferenceCounted
{
    public ModelKey Key { get; } = key;

    public PluginHandle Plugin { get; } = plugin;

    public IModel Model { get; } = model;

    // The model before its plugin.
    protected override ValueTask TearDownAsync()
    {
        try
        {
            Disposal.DisposeAll([Model, Plugin]);
            return ValueTask.CompletedTask;
        }
        finally
        {
            onTornDown?.Invoke(this);
        }
    }
}
