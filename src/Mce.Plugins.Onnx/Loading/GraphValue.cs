using Mce.Plugins.Onnx.Native;

namespace Mce.Plugins.Onnx.Loading;

/// <summary>One input or output of the graph and the signature's slots that stand for it. Immutable.</summary>
/// <param name="Name">The name in the graph.</param>
/// <param name="Kind">What the graph takes or returns.</param>
/// <param name="ElementType">The type of the tensor's elements, or of the values.</param>
/// <param name="Slot">The slot of the tensor or of the values.</param>
internal sealed record GraphValue(string Name, GraphValueKind Kind, OrtElementType ElementType, int Slot)
{
    /// <summary>Whether there may be nothing in it, by its type.</summary>
    public bool IsOptional { get; init; }

    /// <summary>The type of a map's keys.</summary>
    public OrtElementType KeyType { get; init; }

    /// <summary>The slot of a map's keys, or -1.</summary>
    public int KeysSlot { get; init; } = -1;

    /// <summary>The slot of a ragged sequence's shapes, or -1.</summary>
    public int ShapesSlot { get; init; } = -1;

    /// <summary>The slot of an optional output's flag, or -1.</summary>
    public int PresentSlot { get; init; } = -1;

    /// <summary>How an output's shape follows from the inputs, or null when only the run tells.</summary>
    public ShapeRule? Shape { get; init; }

    /// <summary>Whether the contract's memory serves ONNX Runtime as it is.</summary>
    public bool IsPlain => Kind == GraphValueKind.Tensor && ElementType != OrtElementType.String && OrtElementTypes.PackedBits(ElementType) == 0;
}
