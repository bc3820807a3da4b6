using System.Buffers.Text;
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
            case TensorElementType.String: WriteStrings(ref text, tensor.AsReadOnlySpan<string>().Slice(start, count)); break;
            case TensorElementType.Bytes: WriteBytes(ref text, tensor.AsReadOnlySpan<ReadOnlyMemory<byte>>().Slice(start, count)); break;
            default: NumberText.WriteRun(ref text, tensor, start, count, (byte)',', quoteSpecials: true); break;
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
