namespace Mce;

/// <summary>What a zip archive's directory says of an entry.</summary>
/// <param name="Name">Its name, as bytes of Latin-1 or UTF-8 read as UTF-8.</param>
/// <param name="Flags">The general purpose flags.</param>
/// <param name="Method">How it is compressed.</param>
/// <param name="CompressedLength">Its bytes in the archive.</param>
/// <param name="Length">Its bytes when unpacked.</param>
/// <param name="Offset">Where its own header lies.</param>
internal sealed record ZipEntryRecord(string Name, ushort Flags, ushort Method, long CompressedLength, long Length, long Offset)
{
    public const ushort Stored = 0;
    public const ushort Deflated = 8;

    private const ushort EncryptionFlags = 0x0001 | 0x0040 | 0x2000;
    private const ushort SizesFollowFlag = 0x0008;

    public bool IsEncrypted => IsEncryptedBy(Flags);

    /// <summary>Whether the entry's own header leaves the sizes to a record behind the content.</summary>
    public bool SizesFollow => (Flags & SizesFollowFlag) != 0;

    public static bool IsEncryptedBy(ushort flags) => (flags & EncryptionFlags) != 0;
}
