namespace Mce.OnnxVectors;

/// <summary>What a graph's input or output is.</summary>
internal enum SlotKind
{
    Tensor,
    Sequence,
    Optional,
    Map,
    Other,
}

/// <summary>The declared type of an input or output.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Tensor">The element type of a tensor.</param>
/// <param name="Element">What is inside a sequence or an optional.</param>
internal sealed record SlotType(SlotKind Kind, OnnxType Tensor = OnnxType.None, SlotType? Element = null)
{
    /// <summary>Whether a sequence is anywhere in it.</summary>
    public bool HasSequence => Kind == SlotKind.Sequence || Element is { HasSequence: true };
}
