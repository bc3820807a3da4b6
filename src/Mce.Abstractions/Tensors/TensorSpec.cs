using System.Collections.Immutable;

namespace Mce;

/// <summary>What a model expects of one input, or promises of one output. Immutable.</summary>
public sealed class TensorSpec
{
    /// <summary>Describes a tensor of known rank.</summary>
    /// <param name="name">Any non-empty text; names are compared ordinally.</param>
    /// <param name="elementType">The element type.</param>
    /// <param name="dimensions">Outermost first; empty for a scalar.</param>
    /// <param name="isOptional">Whether a request may leave the input out.</param>
    public TensorSpec(string name, TensorElementType elementType, ImmutableArray<TensorDimension> dimensions, bool isOptional = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (elementType is TensorElementType.None || !Enum.IsDefined(elementType))
            throw new ArgumentOutOfRangeException(nameof(elementType), elementType, "Not a tensor element type.");
        Name = name;
        ElementType = elementType;
        Dimensions = dimensions;
        IsOptional = isOptional;
    }

    /// <summary>The name in the model's signature.</summary>
    public string Name { get; }

    /// <summary>The element type.</summary>
    public TensorElementType ElementType { get; }

    /// <summary>The dimensions, outermost first; <see cref="ImmutableArray{T}.IsDefault"/> when any shape may come.</summary>
    public ImmutableArray<TensorDimension> Dimensions { get; }

    /// <summary>Whether the rank is known.</summary>
    public bool HasRank => !Dimensions.IsDefault;

    /// <summary>Whether a request may leave the input out.</summary>
    public bool IsOptional { get; }

    /// <summary>Whether every dimension is fixed, so that the size in bytes is known before a call.</summary>
    public bool IsFixedShape => HasRank && Dimensions.All(d => !d.IsDynamic);

    /// <summary>A tensor of any shape.</summary>
    public static TensorSpec OfAnyShape(string name, TensorElementType elementType, bool isOptional = false) =>
        new(name, elementType, default, isOptional);

    /// <summary>Whether dimensions fit. Never allocates.</summary>
    public bool AcceptsShape(ReadOnlySpan<long> dimensions)
    {
        if (!HasRank) return true;
        ReadOnlySpan<TensorDimension> expected = Dimensions.AsSpan();
        if (expected.Length != dimensions.Length) return false;
        for (int i = 0; i < expected.Length; i++)
            if (!expected[i].Accepts(dimensions[i])) return false;
        return true;
    }

    /// <summary>Refuses a tensor that doesn't fit, before native code sees it. Never allocates on success.</summary>
    /// <param name="tensor">The tensor given for this input or output.</param>
    /// <exception cref="MceException"><see cref="MceErrorCodes.TensorTypeMismatch"/> or <see cref="MceErrorCodes.TensorShapeMismatch"/>.</exception>
    public void Validate(InferenceTensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (ReferenceEquals(tensor.AcceptedBy, this)) return;
        if (tensor.ElementType != ElementType)
            throw Mismatch(MceErrorCodes.TensorTypeMismatch, tensor, "element type");
        if (!AcceptsShape(tensor.Dimensions))
            throw Mismatch(MceErrorCodes.TensorShapeMismatch, tensor, HasRank && tensor.Rank != Dimensions.Length ? "rank" : "shape");
        tensor.AcceptedBy = this;
    }

    /// <summary>For example <c>pixels: float32[batch, 64]</c>.</summary>
    public override string ToString() =>
        $"{Name}: {ElementType.ToString().ToLowerInvariant()}{(HasRank ? $"[{string.Join(", ", Dimensions)}]" : "[...]")}{(IsOptional ? " (optional)" : "")}";

    private MceException Mismatch(string code, InferenceTensor tensor, string what) =>
        new(code, $"'{Name}' has the wrong {what}: expected {this}, given {tensor}.", new Dictionary<string, string>
        {
            ["name"] = Name,
            ["expected"] = ToString(),
            ["given"] = tensor.ToString(),
        });
}
