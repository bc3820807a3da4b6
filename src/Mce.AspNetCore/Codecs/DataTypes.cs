namespace Mce.AspNetCore;

/// <summary>The names of element types in bodies: those of the Open Inference Protocol (<c>FP32</c>), and this library's own (<c>float32</c>).</summary>
internal static class DataTypes
{
    // By the value of TensorElementType. Text and bytes have one name in the protocol.
    private static readonly string[] Protocol =
        ["", "BOOL", "INT8", "INT16", "INT32", "INT64", "UINT8", "UINT16", "UINT32", "UINT64", "FP16", "BF16", "FP32", "FP64", "BYTES", "BYTES"];

    private static readonly string[] Own =
        ["", "bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float16", "bfloat16", "float32", "float64", "string", "bytes"];

    /// <summary>The protocol's name.</summary>
    public static string ProtocolName(TensorElementType type) => Protocol[(int)type];

    /// <summary>The library's name.</summary>
    public static string Name(TensorElementType type) => Own[(int)type];

    /// <summary>The type of either name; case doesn't matter. BYTES is text.</summary>
    public static TensorElementType? Find(string name)
    {
        for (int i = 1; i < Own.Length; i++)
        {
            if (name.Equals(Own[i], StringComparison.OrdinalIgnoreCase) || name.Equals(Protocol[i], StringComparison.OrdinalIgnoreCase)
                || name.Equals(((TensorElementType)i).ToString(), StringComparison.OrdinalIgnoreCase)) return (TensorElementType)i;
        }

        return null;
    }

    /// <summary>Whether a name is one of the type's.</summary>
    public static bool Matches(string name, TensorElementType type) =>
        name.Equals(Protocol[(int)type], StringComparison.OrdinalIgnoreCase) || Find(name) == type;
}
