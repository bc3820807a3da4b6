using System.Buffers;
using System.Text.Json;

namespace Mce.AspNetCore;

/// <summary>How the elements of one .NET type are read from JSON tokens. None is rounded to another number or wrapped around without a word.</summary>
internal interface IJsonElement<T>
{
    /// <summary>Reads the token that the reader stands on. False = it is no such element.</summary>
    static abstract bool TryRead(ref Utf8JsonReader reader, out T value);
}

/// <summary>Reads runs of elements straight into an input.</summary>
internal static class JsonElements
{
    private const int Step = 64;

    /// <summary>Reads elements, beginning with the token that the reader stands on, until another token or the data's end.</summary>
    /// <param name="reader">On the first element; after, on the first token that is none, if there is one.</param>
    /// <param name="writer">Where to.</param>
    /// <param name="count">Raised by each element.</param>
    /// <returns>What ended the run.</returns>
    public static JsonRunEnd ReadRun(ref Utf8JsonReader reader, InputWriter writer, ref long count) => writer.Spec.ElementType switch
    {
        TensorElementType.Float32 => Run<float, JsonSingle>(ref reader, writer, ref count),
        TensorElementType.Float64 => Run<double, JsonDouble>(ref reader, writer, ref count),
        TensorElementType.Float16 => Run<Half, JsonHalf>(ref reader, writer, ref count),
        TensorElementType.BFloat16 => Run<BFloat16, JsonBFloat16>(ref reader, writer, ref count),
        TensorElementType.Int8 => Run<sbyte, JsonInteger<sbyte>>(ref reader, writer, ref count),
        TensorElementType.Int16 => Run<short, JsonInteger<short>>(ref reader, writer, ref count),
        TensorElementType.Int32 => Run<int, JsonInteger<int>>(ref reader, writer, ref count),
        TensorElementType.Int64 => Run<long, JsonInteger<long>>(ref reader, writer, ref count),
        TensorElementType.UInt8 => Run<byte, JsonInteger<byte>>(ref reader, writer, ref count),
        TensorElementType.UInt16 => Run<ushort, JsonInteger<ushort>>(ref reader, writer, ref count),
        TensorElementType.UInt32 => Run<uint, JsonInteger<uint>>(ref reader, writer, ref count),
        TensorElementType.UInt64 => Run<ulong, JsonInteger<ulong>>(ref reader, writer, ref count),
        TensorElementType.Boolean => Run<bool, JsonBoolean>(ref reader, writer, ref count),
        TensorElementType.String => Run<string, JsonString>(ref reader, writer, ref count),
        _ => JsonRunEnd.BadElement,
    };

    /// <summary>What an element is to be, for messages.</summary>
    public static string Describe(TensorElementType type) => type switch
    {
        TensorElementType.Boolean => "true, false, 0 or 1 (bool)",
        TensorElementType.String => "a string",
        TensorElementType.Bytes => "an object {\"b64\":\"…\"} (bytes)",
        TensorElementType.Float16 or TensorElementType.BFloat16 or TensorElementType.Float32 or TensorElementType.Float64 => $"a number ({DataTypes.Name(type)})",
        _ => $"a whole number ({DataTypes.Name(type)})",
    };

    private static JsonRunEnd Run<T, TElement>(ref Utf8JsonReader reader, InputWriter writer, ref long count)
        where TElement : IJsonElement<T>
    {
        while (true)
        {
            Span<T> room = writer.GetSpan<T>(Step);
            for (int i = 0; i < room.Length; i++)
            {
                if (!TElement.TryRead(ref reader, out room[i])) return JsonRunEnd.BadElement;
                count++;
                bool more = reader.Read();
                if (more && reader.TokenType is JsonTokenType.Number or JsonTokenType.String or JsonTokenType.True or JsonTokenType.False) continue;
                writer.Advance(i + 1);
                return more ? JsonRunEnd.OtherToken : JsonRunEnd.DataEnds;
            }

            writer.Advance(room.Length);
        }
    }

    /// <summary>The bytes of a number, in one piece.</summary>
    public static ReadOnlySpan<byte> Bytes(in Utf8JsonReader reader) =>
        reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan;

    /// <summary>What the strings NaN, Infinity and -Infinity stand for.</summary>
    public static bool TryReadSpecial(ref Utf8JsonReader reader, out double value)
    {
        value = 0;
        if (reader.TokenType != JsonTokenType.String) return false;
        value = reader.Is("NaN"u8) ? double.NaN
            : reader.Is("Infinity"u8) ? double.PositiveInfinity
            : reader.Is("-Infinity"u8) ? double.NegativeInfinity
            : 0;
        return value != 0;
    }
}
