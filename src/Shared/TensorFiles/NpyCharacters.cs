using System.Buffers.Binary;
using System.Text;

namespace Mce.TensorFiles;

/// <summary>The fixed-width text of <c>.npy</c> content: UTF-32, padded with zeros.</summary>
internal static class NpyCharacters
{
    /// <summary>The width in characters, as UTF-32 counts them, that the widest element takes.</summary>
    /// <exception cref="NpyFormatException">An element ends with a zero character, which the format would drop.</exception>
    public static int WidthOf(ReadOnlySpan<string> elements)
    {
        int width = 0;
        foreach (string element in elements)
        {
            if (element.EndsWith('\0')) throw NpyFormatException.EndsWithZero("text");
            int length = 0;
            for (int i = 0; i < element.Length; i++, length++)
                if (IsPair(element, i)) i++;
            width = Math.Max(width, length);
        }

        return width;
    }

    /// <summary>The width in bytes of the longest element.</summary>
    /// <exception cref="NpyFormatException">An element ends with a zero, which the format would drop.</exception>
    public static int WidthOf(ReadOnlySpan<ReadOnlyMemory<byte>> elements)
    {
        int width = 0;
        foreach (ReadOnlyMemory<byte> element in elements)
        {
            if (element.Length > 0 && element.Span[^1] == 0) throw NpyFormatException.EndsWithZero("an element");
            width = Math.Max(width, element.Length);
        }

        return width;
    }

    /// <summary>Writes one element in little-endian UTF-32 into a cleared buffer.</summary>
    public static void Encode(string element, Span<byte> target)
    {
        for (int i = 0; i < element.Length; i++)
        {
            int character = element[i];
            if (IsPair(element, i)) character = char.ConvertToUtf32(element[i], element[++i]);
            BinaryPrimitives.WriteInt32LittleEndian(target, character);
            target = target[4..];
        }
    }

    /// <summary>Reads one element of UTF-32.</summary>
    /// <param name="bytes">With its padding.</param>
    /// <param name="bigEndian">The order of the bytes.</param>
    /// <param name="builder">To be used again for the next.</param>
    public static string Decode(ReadOnlySpan<byte> bytes, bool bigEndian, StringBuilder builder)
    {
        builder.Clear();
        int pendingZeros = 0; // zeros at the end are padding, others are text
        for (; !bytes.IsEmpty; bytes = bytes[4..])
        {
            uint value = bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            if (value == 0)
            {
                pendingZeros++;
                continue;
            }

            builder.Append('\0', pendingZeros);
            pendingZeros = 0;
            if (value > 0x10FFFF) throw new NpyFormatException($"holds damaged text: 0x{value:X} is no Unicode character", "Write it again with numpy.save.");
            if (value <= 0xFFFF) builder.Append((char)value); // a lone surrogate too: Python's text may hold one
            else builder.Append(new Rune(value).ToString());
        }

        return builder.ToString();
    }

    private static bool IsPair(string text, int index) => index + 1 < text.Length && char.IsSurrogatePair(text[index], text[index + 1]);
}
