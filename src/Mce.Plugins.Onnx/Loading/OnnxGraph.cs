namespace Mce.Plugins.Onnx.Loading;

/// <summary>A session's inputs and outputs as the contract and as ONNX Runtime see them. Immutable.</summary>
/// <param name="Signature">The contract's view: maps and sequences are tensors.</param>
/// <param name="Outputs">The graph's own outputs, in its order.</param>
internal sealed record OnnxGraph(ModelSignature Signature, IReadOnlyList<OnnxOutput> Outputs);
