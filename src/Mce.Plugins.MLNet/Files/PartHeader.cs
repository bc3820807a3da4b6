using System.Buffers.Binary;
using System.Text;

namespace Mce.Plugins.MLNet.Files;

/// <summary>Reads who builds a part from the header that ML.NET writes before each: nothing is built, and little is kept.</summary>
/// <remarks>
/// Little-endian, 256 bytes: a mark, the offsets and sizes of what follows (the part's own bytes, a table of strings, the name of
/// the loader's assembly), and the loader's name in 24 characters of ASCII.
/// </remarks>
internal static class PartHeader
{
    private const int Length = 0x100;
    private const ulong Mark = 0x4C45444F4D004C4D;
    private const uint FirstWithAssembly = 0x00010002, FirstCustomWithAssembly = 0x00010002;

    // Longer than any name of an assembly; and the whole of a custom mapping is two strings.
    private const int MaxName = 4_096, MaxCustom = 64 << 10;

    /// <summary>The part that a stream holds, or null when it isn't one.</summary>
    /// <exception cref="InvalidDataException">A custom mapping doesn't say in a readable way whose code it runs.</exception>
    public static ModelPart? Read(Stream stream)
    {
        byte[] header = new byte[Length];
        if (stream.ReadAtLeast(header, Length, throwOnEndOfStream: false) < Length || UInt64(header, 0) != Mark) return null;

        string loader = Encoding.Latin1.GetString(header, 0x50, 24).TrimEnd('\0');
        bool hasAssembly = UInt32(header, 0x08) >= FirstWithAssembly && UInt64(header, 0x90) != 0;
        if (loader == ModelPart.CustomLoader) return ReadCustom(stream, header, hasAssembly);
        return new ModelPart(loader, hasAssembly ? ReadName(stream, UInt64(header, 0x90), UInt32(header, 0x98)) : null);
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

    // Its own bytes are two numbers: the contract's and the assembly's places in the table of strings.
    private static ModelPart ReadCustom(Stream stream, byte[] header, bool hasAssembly)
    {
        byte[] rest = new byte[MaxCustom];
        int length = stream.ReadAtLeast(rest, rest.Length, throwOnEndOfStream: false);
        string? assembly = hasAssembly ? Text(Slice(rest.AsSpan(0, length), UInt64(header, 0x90), UInt32(header, 0x98))) : null;
        if (UInt32(header, 0x48) < FirstCustomWithAssembly) return new ModelPart(ModelPart.CustomLoader, assembly);

        ReadOnlySpan<byte> own = Slice(rest.AsSpan(0, length), UInt64(header, 0x10), UInt64(header, 0x18));
        ReadOnlySpan<byte> ends = Slice(rest.AsSpan(0, length), UInt64(header, 0x20), UInt64(header, 0x28));
        ReadOnlySpan<byte> characters = Slice(rest.AsSpan(0, length), UInt64(header, 0x30), UInt64(header, 0x38));
        if (own.Length < 8) throw Unreadable();
        long index = BinaryPrimitives.ReadInt32LittleEndian(own[4..]);
        if (index < 0 || (index + 1) * 8 > ends.Length) throw Unreadable();
        long from = index == 0 ? 0 : BinaryPrimitives.ReadInt64LittleEndian(ends[(int)((index - 1) * 8)..]);
        long to = BinaryPrimitives.ReadInt64LittleEndian(ends[(int)(index * 8)..]);
        if (from < 0 || to < from || to > characters.Length) throw Unreadable();
        return new ModelPart(ModelPart.CustomLoader, assembly, Text(characters[(int)from..(int)to]));
    }

    private static ReadOnlySpan<byte> Slice(ReadOnlySpan<byte> rest, ulong offset, ulong length)
    {
        if (length == 0) return [];
        if (offset < Length || offset - Length > (ulong)rest.Length || length > (ulong)rest.Length - (offset - Length)) throw Unreadable();
        return rest.Slice((int)(offset - Length), (int)length);
    }

    private static string Text(ReadOnlySpan<byte> utf16) => Encoding.Unicode.GetString(utf16);

    private static InvalidDataException Unreadable() => new("A custom mapping in it doesn't say in a readable way whose code it runs.");

    private static uint UInt32(byte[] header, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(offset));

    private static ulong UInt64(byte[] header, int offset) => BinaryPrimitives.ReadUInt64LittleEndian(header.AsSpan(offset));
}
