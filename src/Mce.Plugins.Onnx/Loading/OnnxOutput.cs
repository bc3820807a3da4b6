namespace Mce.Plugins.Onnx.Loading;

/// <summary>One output of the graph and the signature's slots that it fills. Immutable.</summary>
/// <param name="Name">The name in the graph.</param>
/// <param name="Kind">What the graph returns.</param>
/// <param name="Slot">The slot of the tensor or of the values.</param>
/// <param name="KeysSlot">The slot of a map's keys, or -1.</param>
/// <param name="Shape">How the shape follows from the inputs, or null when only the run tells.</param>
internal sealed record OnnxOutput(string Name, OnnxOutputKind Kind, int Slot, int KeysSlot = -1, ShapeRule? Shape = null);
