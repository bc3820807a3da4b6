using System.Collections.Immutable;
using Mce.Plugins.Onnx.Native;

namespace Mce.Plugins.Onnx.Loading;

/// <summary>The declared type of an input or output, from a session or a file. Immutable.</summary>
/// <param name="Kind">What it is.</param>
internal sealed record OnnxValueType(OrtValueKind Kind)
{
    /// <summary>The type of a tensor's elements.</summary>
    public OrtElementType ElementType { get; init; }

    /// <summary>A tensor's dimensions; <see cref="ImmutableArray{T}.IsDefault"/> when the rank is unknown.</summary>
    public ImmutableArray<TensorDimension> Dimensions { get; init; }

    /// <summary>The type of a map's keys.</summary>
    public OrtElementType KeyType { get; init; }

    /// <summary>What a sequence or an optional holds, or a map's values; null = unknown.</summary>
    public OnnxValueType? Content { get; init; }

    /// <summary>Whether a file says all of it; it may leave the types of outputs to whoever infers them.</summary>
    public bool IsWhole => Kind switch
    {
        OrtValueKind.Unknown => false,
        OrtValueKind.Tensor => ElementType != OrtElementType.Undefined,
        OrtValueKind.Sequence or OrtValueKind.Map or OrtValueKind.Optional => Content is { IsWhole: true },
        _ => true,
    };

    /// <summary>The names of dimensions anywhere in it.</summary>
    public IEnumerable<string> Symbols =>
        (Dimensions.IsDefault ? [] : Dimensions.Select(dimension => dimension.Symbol).OfType<string>()).Concat(Content?.Symbols ?? []);
}
