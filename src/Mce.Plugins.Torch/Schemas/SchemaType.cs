namespace Mce.Plugins.Torch.Schemas;

/// <summary>The kinds of values that operators take and return, as far as the C ABI can pass them.</summary>
internal enum SchemaKind
{
    Tensor,
    Integer,
    Real,
    Boolean,
    Scalar,
    Text,
    ScalarType,
    Layout,
    MemoryFormat,
    Device,
    List,
    Optional,
    Other,
}

/// <summary>The type of an operator's argument or result.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Element">What a list or an optional holds.</param>
/// <param name="Length">The fixed length of a list (<c>int[2]</c>), to which one value expands; 0 = any.</param>
internal sealed record SchemaType(SchemaKind Kind, SchemaType? Element = null, int Length = 0)
{
    public bool IsTensorList => Kind == SchemaKind.List && Element!.Kind == SchemaKind.Tensor;

    /// <summary>Whether the C ABI can't pass a value of this type other than none.</summary>
    public bool CannotPass => Kind is SchemaKind.Scalar or SchemaKind.Other || (Element?.CannotPass ?? false);

    public override string ToString() => Kind switch
    {
        SchemaKind.List => $"{Element}[{(Length > 0 ? Length : "")}]",
        SchemaKind.Optional => $"{Element}?",
        _ => Kind.ToString(),
    };
}
