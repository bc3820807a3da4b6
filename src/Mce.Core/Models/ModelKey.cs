namespace Mce;

/// <summary>What makes two loads the same model: the plugin, the files as they were, the settings, the device.</summary>
internal sealed record ModelKey(Plugin Plugin, string Path, ModelStamp Stamp, string Settings, TensorDevice Device)
{
    /// <summary>Settings as one text, in an order of their own: names ignore case.</summary>
    public static string Canonical(BackendSettings settings) =>
        string.Join('\n', settings.Names.Order(StringComparer.OrdinalIgnoreCase).Select(n => $"{n.ToUpperInvariant()}={settings.GetString(n)}"));
}
