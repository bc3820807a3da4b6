namespace Mce.Plugins.Onnx.Loading;

/// <summary>How tensors stand for a sequence of tensors.</summary>
internal enum SequenceLayout
{
    /// <summary>One tensor, with the sequence as its first dimension: all elements have one shape.</summary>
    Stacked,

    /// <summary>All elements in a row, and a second tensor with the shapes.</summary>
    Ragged,
}
