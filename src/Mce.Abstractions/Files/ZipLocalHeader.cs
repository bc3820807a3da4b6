using System.Buffers.Binary;
using System.Text;

namespace Mce;

/// <summary>The header before an entry's bytes.</summary>
internal static class ZipLocalHeader
{
    private const uint Signature = 0x04034B50;
    private const int FixedLength = 30;

    /// <summary>Compares an entry's own header with the directory's record of it.</summary>
    /// <returns>Where the entry's bytes start.</returns>
    /// <exception cref="InvalidDataException">They differ.</exception>
    public static long CheckAgainst(FileStream file, ZipEntryRecord entry)
    {
        file.Position = entry.Offset;
        Span<byte> header = stackalloc byte[FixedLength];
        file.ReadExactly(header);
        if (BinaryPrimitives.ReadUInt32LittleEndian(header) != Signature) throw Differs(entry, "there is no entry where the directory says");
        ushort flags = BinaryPrimitives.ReadUInt16LittleEndian(header[6..]);
        if (ZipEntryRecord.IsEncryptedBy(flags)) throw new InvalidDataException($"its entry '{entry.Name}' is encrypted");
        if (BinaryPrimitives.ReadUInt16LittleEndian(header[8..]) != entry.Method) throw Differs(entry, "its own header names another compression");

        var name = new byte[BinaryPrimitives.ReadUInt16LittleEndian(header[26..])];
        file.ReadExactly(name);
        if (Encoding.UTF8.GetString(name) != entry.Name) throw Differs(entry, "its own header has another name");

        bool sizesFollow = entry.SizesFollow || (flags & 0x0008) != 0;
        CheckSize(BinaryPrimitives.ReadUInt32LittleEndian(header[18..]), entry.CompressedLength, sizesFollow, entry);
        CheckSize(BinaryPrimitives.ReadUInt32LittleEndian(header[22..]), entry.Length, sizesFollow, entry);
        return file.Position + BinaryPrimitives.ReadUInt16LittleEndian(header[28..]);
    }

    private static void CheckSize(uint own, long listed, bool sizesFollow, ZipEntryRecord entry)
    {
        // All ones: the size stands in a zip64 field, which the directory repeats.
        if (own != listed && own != uint.MaxValue && !(sizesFollow && own == 0)) throw Differs(entry, $"its own header says {own} bytes and the directory {listed}");
    }

    private static InvalidDataException Differs(ZipEntryRecord entry, string how) => new($"its entry '{entry.Name}' contradicts the directory: {how}");
}
