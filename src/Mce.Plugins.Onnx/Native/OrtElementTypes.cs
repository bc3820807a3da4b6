namespace Mce.Plugins.Onnx.Native;

/// <summary>Translates element types between ONNX Runtime and the contract.</summary>
internal static class OrtElementTypes
{
    /// <summary>The contract's type, or <see cref="TensorElementType.None"/> when it has none.</summary>
    public static TensorElementType ToContract(OrtElementType type) => type switch
    {
        OrtElementType.Bool => TensorElementType.Boolean,
        OrtElementType.Int8 => TensorElementType.Int8,
        OrtElementType.Int16 => TensorElementType.Int16,
        OrtElementType.Int32 => TensorElementType.Int32,
        OrtElementType.Int64 => TensorElementType.Int64,
        OrtElementType.UInt8 => TensorElementType.UInt8,
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

    /// <summary>The native type of one of the contract's that a model can have.</summary>
    public static OrtElementType ToNative(TensorElementType type) => type switch
    {
        TensorElementType.Boolean => OrtElementType.Bool,
        TensorElementType.Int8 => OrtElementType.Int8,
        TensorElementType.Int16 => OrtElementType.Int16,
        TensorElementType.Int32 => OrtElementType.Int32,
        TensorElementType.Int64 => OrtElementType.Int64,
        TensorElementType.UInt8 => OrtElementType.UInt8,
        TensorElementType.UInt16 => OrtElementType.UInt16,
        TensorElementType.UInt32 => OrtElementType.UInt32,
        TensorElementType.UInt64 => OrtElementType.UInt64,
        TensorElementType.Float16 => OrtElementType.Float16,
        TensorElementType.BFloat16 => OrtElementType.BFloat16,
        TensorElementType.Float32 => OrtElementType.Float,
        TensorElementType.Float64 => OrtElementType.Double,
        TensorElementType.String => OrtElementType.String,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "ONNX has no such element type."),
    };
}
