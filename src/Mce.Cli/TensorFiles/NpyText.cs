using System.Buffers.Binary;
using System.Text;

namespace Mce.Cli.TensorFiles;

/// <summary>The fixed-width text of <c>.npy</c> files: <c>U</c> is UTF-32 and <c>S</c> bytes, both padded with zeros.</summary>
internal static class NpyText
{
    private const int BufferBytes = 1 << 16;

    // Elements of no width take no room in the file, so its length says nothing about their number.
    private const long MaxEmptyElements = 1 << 24;

    /// <summary>Reads text; <c>S</c> as UTF-8, or as bytes where those are wanted.</summary>
    public static InferenceTensor Read(TensorFileContent file, NpyHeader header, long[] dimensions, bool asBytes)
    {
        NpyType type = header.Type;
        int limit = SizeLimits.Default.MaxStringLength;
        if (type.ItemSize / (type.IsWideText ? 4 : 1) > limit)
            throw new UsageException($"'{file.Path}' holds {type.Name}: an element may have at most {limit:N0} characters.");
        long count = CountOf(dimensions);
        if (count > (type.ItemSize == 0 ? MaxEmptyElements : Array.MaxLength))
            throw new UsageException($"'{file.Path}' holds {count:N0} elements of text, more than fit into memory.");

        if (asBytes && !type.IsWideText) return ReadAll(file, header, dimensions, count, TakeBytes);
        if (!type.IsWideText) return ReadAll(file, header, dimensions, count, b => Encoding.UTF8.GetString(b.TrimEnd((byte)0)));
        var builder = new StringBuilder();
        return ReadAll(file, header, dimensions, count, b => Decode(file.Path, b, type.IsBigEndian, builder));
    }

    /// <summary>The width in characters, as UTF-32 counts them, that the widest element takes.</summary>
    /// <exception cref="UsageException">An element ends with a zero character, which the format would drop.</exception>
    public static int WidthOf(string path, ReadOnlySpan<string> elements)
    {
        int width = 0;
        foreach (string element in elements)
        {
            if (element.EndsWith('\0')) throw EndsWithZero(path, "text");
            int length = 0;
            for (int i = 0; i < element.Length; i++, length++)
                if (IsPair(element, i)) i++;
            width = Math.Max(width, length);
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

    public static UsageException EndsWithZero(string path, string what) =>
        new($"'{path}' can't be written: {what} of the tensor ends with a zero, which .npy would drop. Write .json instead.");

    private static InferenceTensor ReadAll<T>(TensorFileContent file, NpyHeader header, long[] dimensions, long count, Decoder<T> decode)
    {
        var elements = new T[count];
        int size = header.Type.ItemSize;
        int perRead = Math.Max(1, BufferBytes / Math.Max(1, size));
        byte[] buffer = new byte[(int)Math.Min(count, perRead) * size];
        for (long done = 0; done < count; done += perRead)
        {
            int now = (int)Math.Min(perRead, count - done);
            Span<byte> bytes = buffer.AsSpan(0, now * size);
            if (file.Read(bytes, header.DataOffset + (done * size)) < bytes.Length) throw new EndOfStreamException("it became shorter while it was read.");
            for (int i = 0; i < now; i++) elements[done + i] = decode(bytes.Slice(i * size, size));
        }

        return InferenceTensor.FromArray(elements, dimensions);
    }

    private static ReadOnlyMemory<byte> TakeBytes(ReadOnlySpan<byte> bytes) => bytes.TrimEnd((byte)0).ToArray();

    private static string Decode(string path, ReadOnlySpan<byte> bytes, bool bigEndian, StringBuilder builder)
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
            if (value > 0x10FFFF) throw new UsageException($"'{path}' holds damaged text: 0x{value:X} is no Unicode character.");
            if (value <= 0xFFFF) builder.Append((char)value); // a lone surrogate too: Python's text may hold one
            else builder.Append(new Rune(value).ToString());
        }

        return builder.ToString();
    }

    private static bool IsPair(string text, int index) => index + 1 < text.Length && char.IsSurrogatePair(text[index], text[index + 1]);

    private static long CountOf(long[] dimensions)
    {
        if (dimensions.Contains(0)) return 0;
        long count = 1;
        foreach (long dimension in dimensions)
        {
            if (count > long.MaxValue / dimension) return long.MaxValue;
            count *= dimension;
        }

        return count;
    }

    private delegate T Decoder<T>(ReadOnlySpan<byte> bytes);
}
