namespace Mce.Plugins.Onnx.Loading;

/// <summary>What a model takes or returns under one name, and so how tensors stand for it.</summary>
internal enum GraphValueKind
{
    /// <summary>A tensor, as it is.</summary>
    Tensor,

    /// <summary>Tensors of one shape, stacked along a new first dimension.</summary>
    Sequence,

    /// <summary>Tensors of any shapes: all elements one after the other, and the shapes beside them.</summary>
    RaggedSequence,

    /// <summary>A map: its values, and its keys beside them.</summary>
    Map,

    /// <summary>One map a row, all with the same keys: a row of values each, and the keys once.</summary>
    MapSequence,
}
