namespace Mce.Cli.TensorFiles;

/// <summary>The names of element types in JSON: those of the Open Inference Protocol, and this library's own (<c>float32</c>).</summary>
internal static class JsonDataTypes
{
    private static readonly (string Name, TensorElementType Type)[] Types =
    [
        ("BOOL", TensorElementType.Boolean),
        ("INT8", TensorElementType.Int8),
        ("INT16", TensorElementType.Int16),
        ("INT32", TensorElementType.Int32),
        ("INT64", TensorElementType.Int64),
        ("UINT8", TensorElementType.UInt8),
        ("UINT16", TensorElementType.UInt16),
        ("UINT32", TensorElementType.UInt32),
        ("UINT64", TensorElementType.UInt64),
        ("FP16", TensorElementType.Float16),
        ("BF16", TensorElementType.BFloat16),
        ("FP32", TensorElementType.Float32),
        ("FP64", TensorElementType.Float64),
        ("BYTES", TensorElementType.String),
    ];

    public static IEnumerable<string> Names => Types.Select(t => t.Name);

    /// <summary>The type of a name; the protocol has one name, BYTES, for text and for bytes.</summary>
    public static TensorElementType? Find(string? name, TensorElementType? wanted)
    {
        foreach ((string known, TensorElementType type) in Types)
        {
            bool same = string.Equals(name, known, StringComparison.OrdinalIgnoreCase) || string.Equals(name, type.ToString(), StringComparison.OrdinalIgnoreCase);
            if (same) return type == TensorElementType.String && wanted == TensorElementType.Bytes ? TensorElementType.Bytes : type;
        }

        return null;
    }

    public static string NameOf(TensorElementType type) =>
        Types.First(t => t.Type == (type == TensorElementType.Bytes ? TensorElementType.String : type)).Name;
}
