namespace Mce.Plugins.Onnx.Loading;

/// <summary>How much a graph is rewritten at load. Values are ONNX Runtime's.</summary>
internal enum GraphOptimization
{
    None = 0,
    Basic = 1,
    Extended = 2,
    Layout = 3,
    All = 99,
}
