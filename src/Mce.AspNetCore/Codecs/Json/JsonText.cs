using System.Buffers.Text;
using System.Numerics;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Mce.AspNetCore;

/// <summary>Writes the elements of tensors as JSON.</summary>
internal static class JsonText
{
    // Letters of any language as they are; what HTML takes for markup is escaped, should an answer ever be shown by a browser.
    private static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.Create(UnicodeRanges.All);

    /// <summary>Writes elements one after the other, with commas between them.</summary>
    /// <param name="text">Where to.</param>
    /// <param name="tensor">Contiguous.</param>
    /// <param name="start">The first element, row-major.</param>
    /// <param name="count">How many.</param>
    public static void WriteRun(ref BodyText text, InferenceTensor tensor, int start, int count)
    {
        switch (tensor.ElementType)
        {
            case TensorElementType.Float32: WriteFloats(ref text, tensor.AsReadOnlySpan<float>().Slice(start, count)); break;
            case TensorElementType.Float64: WriteFloats(ref text, tensor.AsReadOnlySpan<double>().Slice(start, count)); break;
            case TensorElementType.Float16: WriteFloats(ref text, tensor.AsReadOnlySpan<Half>().Slice(start, count)); break;
            case TensorElementType.BFloat16: WriteBFloat16(ref text, tensor.AsReadOnlySpan<BFloat16>().Slice(start, count)); break;
            case TensorElementType.Int8: WriteIntegers(ref text, tensor.AsReadOnlySpan<sbyte>().Slice(start, count)); break;
            case TensorElementType.Int16: WriteIntegers(ref text, tensor.AsReadOnlySpan<short>().Slice(start, count)); break;
            case TensorElementType.Int32: WriteIntegers(ref text, tensor.AsReadOnlySpan<int>().Slice(start, count)); break;
            case TensorElementType.Int64: WriteIntegers(ref text, tensor.AsReadOnlySpan<long>().Slice(start, count)); break;
            case TensorElementType.UInt8: WriteIntegers(ref text, tensor.AsReadOnlySpan<byte>().Slice(start, count)); break;
            case TensorElementType.UInt16: WriteIntegers(ref text, tensor.AsReadOnlySpan<ushort>().Slice(start, count)); break;
            case TensorElementType.UInt32: WriteIntegers(ref text, tensor.AsReadOnlySpan<uint>().Slice(start, count)); break;
            case TensorElementType.UInt64: WriteIntegers(ref text, tensor.AsReadOnlySpan<ulong>().Slice(start, count)); break;
            case TensorElementType.Boolean: WriteBooleans(ref text, tensor.AsReadOnlySpan<bool>().Slice(start, count)); break;
            case TensorElementType.String: WriteStrings(ref text, tensor.AsReadOnlySpan<string>().Slice(start, count)); break;
            default: WriteBytes(ref text, tensor.AsReadOnlySpan<ReadOnlyMemory<byte>>().Slice(start, count)); break;
        }
    }

    /// <summary>Writes a string with its quotes.</summary>
    public static unsafe void WriteString(ref BodyText text, scoped ReadOnlySpan<char> value)
    {
        text.Append((byte)'"');
        int clean;
        fixed (char* first = value) clean = value.IsEmpty ? -1 : Encoder.FindFirstCharacterToEncode(first, value.Length);
        if (clean < 0)
        {
            text.Append(value);
        }
        else
        {
            text.Append(value[..clean]);
            value = value[clean..];
            Span<char> escaped = stackalloc char[256];
            while (!value.IsEmpty)
            {
                Encoder.Encode(value, escaped, out int read, out int written);
                text.Append(escaped[..written]);
                value = value[read..];
            }
        }

        text.Append((byte)'"');
    }

    private static void WriteFloats<T>(ref BodyText text, scoped ReadOnlySpan<T> values)
        where T : IFloatingPointIeee754<T>
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (i > 0) text.Append((byte)',');
            T value = values[i];
            if (T.IsFinite(value)) text.AppendNumber(value);
            else text.Append(T.IsNaN(value) ? "\"NaN\""u8 : T.IsPositive(value) ? "\"Infinity\""u8 : "\"-Infinity\""u8);
        }
    }

    private static void WriteBFloat16(ref BodyText text, scoped ReadOnlySpan<BFloat16> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (i > 0) text.Append((byte)',');
            WriteFloats<float>(ref text, [values[i]]);
        }
    }

    private static void WriteIntegers<T>(ref BodyText text, scoped ReadOnlySpan<T> values)
        where T : IBinaryInteger<T>
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (i > 0) text.Append((byte)',');
            text.AppendNumber(values[i]);
        }
    }

    private static void WriteBooleans(ref BodyText text, scoped ReadOnlySpan<bool> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (i > 0) text.Append((byte)',');
            text.Append(values[i] ? "true"u8 : "false"u8);
        }
    }

    private static void WriteStrings(ref BodyText text, scoped ReadOnlySpan<string> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (i > 0) text.Append((byte)',');
            WriteString(ref text, values[i]);
        }
    }

    private static void WriteBytes(ref BodyText text, scoped ReadOnlySpan<ReadOnlyMemory<byte>> values)
    {
        const int Chunk = 768; // a multiple of 3: no padding within
        for (int i = 0; i < values.Length; i++)
        {
            text.Append(i > 0 ? ",{\"b64\":\""u8 : "{\"b64\":\""u8);
            for (ReadOnlySpan<byte> left = values[i].Span; !left.IsEmpty;)
            {
                int now = Math.Min(Chunk, left.Length);
                Base64.EncodeToUtf8(left[..now], text.Reserve(Base64.GetMaxEncodedToUtf8Length(now)), out _, out int written);
                text.Advance(written);
                left = left[now..];
            }

            text.Append("\"}"u8);
        }
    }
}
