using System.Buffers.Binary;
using System.Text;

namespace Mce.Plugins.MLNet.Files;

/// <summary>Reads who builds a part from the header that ML.NET writes before each: nothing is built, and little is kept.</summary>
/// <remarks>
/// Little-endian, 256 bytes: a mark, the offsets and sizes of what follows (the part's own bytes, a table of texts, the name of
/// the loader's assembly), and the loader's name in 24 characters of ASCII.
/// </remarks>
internal static class PartHeader
{
    public const int Length = 0x100;

    // Where a block's offset stands; its size follows.
    public const int OwnOffset = 0x10, TableOffset = 0x20, TextOffset = 0x30, AssemblyOffset = 0x90;

    private const int VersionOffset = 0x08, PartVersionOffset = 0x48, LoaderOffset = 0x50, LoaderLength = 24;
    private const ulong Mark = 0x4C45444F4D004C4D;

    // Of the header, and of custom mappings: the assembly's name came with the second version.
    private const uint FirstWithAssembly = 0x00010002;

    // Longer than any name of an assembly.
    private const int MaxName = 4_096;

    /// <summary>The part that a stream holds, or null when it isn't one.</summary>
    /// <exception cref="InvalidDataException">The part doesn't say in a readable way whose code it runs, or which file it reads.</exception>
    public static ModelPart? Read(Stream stream)
    {
        byte[] header = new byte[Length];
        if (stream.ReadAtLeast(header, Length, throwOnEndOfStream: false) < Length || UInt64(header, 0) != Mark) return null;

        string loader = Encoding.Latin1.GetString(header, LoaderOffset, LoaderLength).TrimEnd('\0');
        bool hasAssembly = UInt32(header, VersionOffset) >= FirstWithAssembly && UInt64(header, AssemblyOffset) != 0;
        return loader switch
        {
            ModelPart.CustomLoader => ReadCustom(new PartBody(header, stream), hasAssembly, UInt32(header, PartVersionOffset) >= FirstWithAssembly),
            ModelPart.EmbeddingLoader => ReadEmbedding(new PartBody(header, stream), hasAssembly),
            _ => new ModelPart(loader, hasAssembly ? ReadName(stream, UInt64(header, AssemblyOffset), UInt32(header, AssemblyOffset + 8)) : null),
        };
    }

    // The numbers of two texts: the contract's name and the assembly's.
    private static ModelPart ReadCustom(PartBody body, bool hasAssembly, bool hasCode) =>
        new(ModelPart.CustomLoader, hasAssembly ? body.Assembly() : null, hasCode ? body.Text(body.Int32(4)) : null);

    // The number of columns, two numbers for each, a byte: whether a text with a path follows, or which of ML.NET's own files it is.
    private static ModelPart ReadEmbedding(PartBody body, bool hasAssembly)
    {
        int columns = body.Int32(0), end = columns is >= 0 and < 100_000 ? 4 + (columns * 8) : int.MinValue;
        // Read as the last byte of a number: one byte alone may end the part.
        bool isPath = (body.Int32(end - 3) >> 24) != 0;
        int number = body.Int32(end + 1);
        return new ModelPart(ModelPart.EmbeddingLoader, hasAssembly ? body.Assembly() : null) { File = isPath ? Path.GetFullPath(body.Text(number)) : WordVectors.PathOf(number) };
    }

    private static string? ReadName(Stream stream, ulong offset, uint length)
    {
        if (offset < Length || length is 0 or > MaxName) return null;
        Span<byte> skipped = stackalloc byte[4_096];
        for (ulong left = offset - Length; left > 0;)
        {
            int read = stream.Read(skipped[..(int)Math.Min(left, (ulong)skipped.Length)]);
            if (read == 0) return null;
            left -= (ulong)read;
        }

        byte[] name = new byte[length];
        return stream.ReadAtLeast(name, name.Length, throwOnEndOfStream: false) == name.Length ? Encoding.Unicode.GetString(name) : null;
    }

    private static uint UInt32(byte[] header, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(offset));

    private static ulong UInt64(byte[] header, int offset) => BinaryPrimitives.ReadUInt64LittleEndian(header.AsSpan(offset));
}
