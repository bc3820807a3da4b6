namespace Mce.Plugins.Onnx.Native;

/// <summary>Translates element types from ONNX Runtime to the contract.</summary>
/// <remarks>
/// The contract has no types below 16 bits other than whole bytes. Float8 passes as its bits, in uint8; types of 4 and 2 bits,
/// which ONNX Runtime packs, have a byte each: integers as int8 or uint8, float4 as its bits.
/// </remarks>
internal static class OrtElementTypes
{
    /// <summary>The contract's type that stands for a native one, or <see cref="TensorElementType.None"/> when there is none.</summary>
    public static TensorElementType ToContract(OrtElementType type) => type switch
    {
        OrtElementType.Bool => TensorElementType.Boolean,
        OrtElementType.Int8 or OrtElementType.Int4 or OrtElementType.Int2 => TensorElementType.Int8,
        OrtElementType.Int16 => TensorElementType.Int16,
        OrtElementType.Int32 => TensorElementType.Int32,
        OrtElementType.Int64 => TensorElementType.Int64,
        OrtElementType.UInt8 or OrtElementType.UInt4 or OrtElementType.UInt2 or OrtElementType.Float4E2M1 => TensorElementType.UInt8,
        OrtElementType.Float8E4M3FN or OrtElementType.Float8E4M3FNUZ or OrtElementType.Float8E5M2 or OrtElementType.Float8E5M2FNUZ
            or OrtElementType.Float8E8M0 => TensorElementType.UInt8,
        OrtElementType.UInt16 => TensorElementType.UInt16,
        OrtElementType.UInt32 => TensorElementType.UInt32,
        OrtElementType.UInt64 => TensorElementType.UInt64,
        OrtElementType.Float16 => TensorElementType.Float16,
        OrtElementType.BFloat16 => TensorElementType.BFloat16,
        OrtElementType.Float => TensorElementType.Float32,
        OrtElementType.Double => TensorElementType.Float64,
        OrtElementType.String => TensorElementType.String,
        _ => TensorElementType.None,
    };

    /// <summary>The bits of an element of a packed type; 0 for any other.</summary>
    public static int PackedBits(OrtElementType type) => type switch
    {
        OrtElementType.Int4 or OrtElementType.UInt4 or OrtElementType.Float4E2M1 => 4,
        OrtElementType.Int2 or OrtElementType.UInt2 => 2,
        _ => 0,
    };

    /// <summary>Whether the contract has no such type, so that another stands for it.</summary>
    public static bool IsStandIn(OrtElementType type) => type >= OrtElementType.Float8E4M3FN;

    /// <summary>The name in ONNX.</summary>
    public static string NameOf(OrtElementType type) => type.ToString().ToLowerInvariant();
}
