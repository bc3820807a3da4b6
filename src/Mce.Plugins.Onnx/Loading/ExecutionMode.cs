namespace Mce.Plugins.Onnx.Loading;

/// <summary>Whether independent operators run side by side. Values are ONNX Runtime's.</summary>
internal enum ExecutionMode
{
    Sequential = 0,
    Parallel = 1,
}
