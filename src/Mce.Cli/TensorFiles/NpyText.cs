using System.Text;
using Mce.TensorFiles;

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
        return ReadAll(file, header, dimensions, count, b => NpyCharacters.Decode(b, type.IsBigEndian, builder));
    }

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
