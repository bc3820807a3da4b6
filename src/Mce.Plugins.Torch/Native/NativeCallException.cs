namespace Mce.Plugins.Torch.Native;

/// <summary>A native call said that it failed. Turned into an <see cref="MceException"/> at the plugin's edge.</summary>
internal sealed class NativeCallException(string call) : Exception($"{call} failed.")
{
    public string Call { get; } = call;
}
