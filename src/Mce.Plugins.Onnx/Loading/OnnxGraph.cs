namespace Mce.Plugins.Onnx.Loading;

/// <summary>A session's inputs and outputs as the contract and as ONNX Runtime see them. Immutable.</summary>
/// <param name="Signature">The contract's view: everything is tensors.</param>
/// <param name="Inputs">The graph's own inputs, in its order.</param>
/// <param name="Outputs">The graph's own outputs, in its order.</param>
internal sealed record OnnxGraph(ModelSignature Signature, IReadOnlyList<GraphValue> Inputs, IReadOnlyList<GraphValue> Outputs);
