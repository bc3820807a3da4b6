namespace Mce.Plugins.Onnx.Loading;

/// <summary>What a model returns under one output name, and so how it becomes tensors.</summary>
internal enum OnnxOutputKind
{
    /// <summary>A tensor, as it is.</summary>
    Tensor,

    /// <summary>Tensors of one shape, stacked along a new first dimension.</summary>
    Sequence,

    /// <summary>A map: its values, and its keys beside them.</summary>
    Map,

    /// <summary>One map a row, all with the same keys: a row of values each, and the keys once.</summary>
    MapSequence,
}
