using System.Globalization;
using System.Text.Json;

namespace Mce.AspNetCore.Tests.Codecs;

/// <summary>Values of every element type, its ends among them, with System.Text.Json's idea of how they are written.</summary>
internal static class Samples
{
    public static readonly TensorElementType[] Types = Enum.GetValues<TensorElementType>().Where(t => t != TensorElementType.None).ToArray();

    /// <summary>A tensor of a number of elements, a multiple of 6.</summary>
    public static InferenceTensor Tensor(TensorElementType type, params long[] dimensions)
    {
        return type switch
        {
            TensorElementType.Boolean => Make(true, false, false, true, true, false),
            TensorElementType.Int8 => Make<sbyte>(sbyte.MinValue, sbyte.MaxValue, 0, 1, -1, 42),
            TensorElementType.Int16 => Make<short>(short.MinValue, short.MaxValue, 0, 1, -1, 42),
            TensorElementType.Int32 => Make(int.MinValue, int.MaxValue, 0, 1, -1, 42),
            TensorElementType.Int64 => Make<long>(long.MinValue, long.MaxValue, 0, 9007199254740993, -1, 42),
            TensorElementType.UInt8 => Make<byte>(byte.MaxValue, 0, 1, 2, 3, 4),
            TensorElementType.UInt16 => Make<ushort>(ushort.MaxValue, 0, 1, 2, 3, 4),
            TensorElementType.UInt32 => Make<uint>(uint.MaxValue, 0u, 1, 2, 3, 4),
            TensorElementType.UInt64 => Make<ulong>(ulong.MaxValue, 0ul, 1, long.MaxValue, 9007199254740993, 4),
            TensorElementType.Float16 => Make(Half.MaxValue, Half.Epsilon, Half.NaN, Half.NegativeInfinity, (Half)0.1, Half.NegativeZero),
            TensorElementType.BFloat16 => Make((BFloat16)1.5f, (BFloat16)0.1f, (BFloat16)float.PositiveInfinity, (BFloat16)(-1e30f), (BFloat16)1e-30f, (BFloat16)(-0f)),
            TensorElementType.Float32 => Make<float>(float.MaxValue, float.Epsilon, float.NaN, float.PositiveInfinity, 0.1f, -0f),
            TensorElementType.Float64 => Make<double>(double.MaxValue, double.Epsilon, double.NaN, double.NegativeInfinity, 0.1, -0d),
            TensorElementType.String => Make("", "plain", "a \"quoted\"\r\n, \\ line", "grüße 日本 🎉", "<b>&'+</b>", "\u0001\t"),
            _ => Make<ReadOnlyMemory<byte>>(ReadOnlyMemory<byte>.Empty, new byte[] { 0 }, new byte[] { 255, 1 }, "text"u8.ToArray(), Enumerable.Range(0, 3000).Select(i => (byte)i).ToArray(), new byte[] { 1, 2, 3 }),
        };

        InferenceTensor Make<T>(params T[] values)
        {
            long count = dimensions.Aggregate(1L, (a, b) => a * b);
            return InferenceTensor.FromArray([.. Enumerable.Range(0, (int)count).Select(i => values[i % values.Length])], dimensions);
        }
    }

    /// <summary>The elements, row-major, as System.Text.Json writes them.</summary>
    public static string[] Json(InferenceTensor tensor)
    {
        return tensor.ElementType switch
        {
            TensorElementType.Boolean => Each<bool>(v => JsonSerializer.Serialize(v)),
            TensorElementType.Int8 => Each<sbyte>(v => JsonSerializer.Serialize(v)),
            TensorElementType.Int16 => Each<short>(v => JsonSerializer.Serialize(v)),
            TensorElementType.Int32 => Each<int>(v => JsonSerializer.Serialize(v)),
            TensorElementType.Int64 => Each<long>(v => JsonSerializer.Serialize(v)),
            TensorElementType.UInt8 => Each<byte>(v => JsonSerializer.Serialize(v)),
            TensorElementType.UInt16 => Each<ushort>(v => JsonSerializer.Serialize(v)),
            TensorElementType.UInt32 => Each<uint>(v => JsonSerializer.Serialize(v)),
            TensorElementType.UInt64 => Each<ulong>(v => JsonSerializer.Serialize(v)),
            TensorElementType.Float16 => Each<Half>(v => Real((double)v)),
            TensorElementType.BFloat16 => Each<BFloat16>(v => Real(v)),
            TensorElementType.Float32 => Each<float>(v => float.IsFinite(v) ? JsonSerializer.Serialize(v) : Real(v)),
            TensorElementType.Float64 => Each<double>(Real),
            TensorElementType.String => Each<string>(v => JsonSerializer.Serialize(v)),
            _ => Each<ReadOnlyMemory<byte>>(v => $"{{\"b64\":{JsonSerializer.Serialize(Convert.ToBase64String(v.Span))}}}"),
        };

        string[] Each<T>(Func<T, string> write) => [.. tensor.ToArray<T>().Select(write)];
    }

    /// <summary>One element of a JSON document as the hexadecimal of its bits, or as text: what .NET itself reads.</summary>
    public static string Bits(JsonElement json, TensorElementType type) => type switch
    {
        TensorElementType.Boolean => json.GetBoolean() ? "1" : "0",
        TensorElementType.UInt64 => json.GetUInt64().ToString(CultureInfo.InvariantCulture),
        TensorElementType.Float16 => $"{BitConverter.HalfToUInt16Bits((Half)Double(json)):x}",
        TensorElementType.BFloat16 => $"{((BFloat16)(float)Double(json)).Bits:x}",
        TensorElementType.Float32 => $"{BitConverter.SingleToUInt32Bits(json.ValueKind == JsonValueKind.String ? (float)Double(json) : json.GetSingle()):x}",
        TensorElementType.Float64 => $"{BitConverter.DoubleToUInt64Bits(Double(json)):x}",
        TensorElementType.String => json.GetString()!,
        TensorElementType.Bytes => Convert.ToHexString(json.GetProperty("b64").GetBytesFromBase64()),
        _ => json.GetInt64().ToString(CultureInfo.InvariantCulture),
    };

    private static double Double(JsonElement json) => json.ValueKind != JsonValueKind.String ? json.GetDouble() : json.GetString() switch
    {
        "NaN" => double.NaN,
        "Infinity" => double.PositiveInfinity,
        "-Infinity" => double.NegativeInfinity,
        string other => throw new FormatException(other),
        null => throw new FormatException(),
    };

    private static string Real(double value) => double.IsFinite(value) ? JsonSerializer.Serialize(value)
        : double.IsNaN(value) ? "\"NaN\"" : value > 0 ? "\"Infinity\"" : "\"-Infinity\"";
}
