using System.Runtime.InteropServices;
using System.Text.Json;

namespace Mce.AspNetCore.Tests.Codecs;

/// <summary>Tensors as text that two equal ones share, bit by bit.</summary>
internal static class TensorText
{
    public static string Show(InferenceTensor tensor) => $"{tensor} {tensor.ElementType switch
    {
        TensorElementType.String => JsonSerializer.Serialize(tensor.ToArray<string>()),
        TensorElementType.Bytes => string.Join(",", tensor.ToArray<ReadOnlyMemory<byte>>().Select(b => Convert.ToHexString(b.Span))),
        TensorElementType.Boolean => Hex<bool>(tensor),
        TensorElementType.Int8 => Hex<sbyte>(tensor),
        TensorElementType.Int16 => Hex<short>(tensor),
        TensorElementType.Int32 => Hex<int>(tensor),
        TensorElementType.Int64 => Hex<long>(tensor),
        TensorElementType.UInt8 => Hex<byte>(tensor),
        TensorElementType.UInt16 => Hex<ushort>(tensor),
        TensorElementType.UInt32 => Hex<uint>(tensor),
        TensorElementType.UInt64 => Hex<ulong>(tensor),
        TensorElementType.Float16 => Hex<Half>(tensor),
        TensorElementType.BFloat16 => Hex<BFloat16>(tensor),
        TensorElementType.Float32 => Hex<float>(tensor),
        _ => Hex<double>(tensor),
    }}";

    private static string Hex<T>(InferenceTensor tensor)
        where T : struct => Convert.ToHexString(MemoryMarshal.AsBytes<T>(tensor.ToArray<T>()));
}
