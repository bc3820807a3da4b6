namespace Mce.Plugins.Onnx.Native;

/// <summary>An error that ONNX Runtime reported. Never leaves the plugin save as the cause of an <see cref="MceException"/>.</summary>
internal sealed class OrtException(OrtErrorCode code, string message) : Exception(message)
{
    public OrtErrorCode Code { get; } = code;
}
