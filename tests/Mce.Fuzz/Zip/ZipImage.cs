namespace Mce.Fuzz.Zip;

/// <summary>Writes an archive as its parts say, and not as they are.</summary>
internal sealed class ZipImage
{
    private const ushort Utf8Names = 0x0800;

    public required IReadOnlyList<ZipPart> Parts { get; init; }

    /// <summary>The number of entries that the end record claims.</summary>
    public ushort? ClaimedCount { get; init; }

    public uint? ClaimedDirectoryOffset { get; init; }

    public uint? ClaimedDirectoryLength { get; init; }

    /// <summary>Bytes before the first entry.</summary>
    public byte[] Prefix { get; init; } = [];

    public byte[] Comment { get; init; } = [];

    public byte[] Write()
    {
        var output = new MemoryStream();
        using var writer = new BinaryWriter(output);
        writer.Write(Prefix);
        var placed = new List<(ZipPart Part, long Offset, int Length)>();
        foreach (ZipPart part in Parts)
        {
            if (part.Overlaps && placed.Count > 0)
            {
                placed.Add((part, placed[^1].Offset, placed[^1].Length));
                continue;
            }

            byte[] stored = part.Stored();
            placed.Add((part, output.Position, stored.Length));
            WriteLocal(writer, part, stored);
        }

        long directory = output.Position;
        foreach ((ZipPart part, long offset, int length) in placed) WriteCentral(writer, part, offset, length);
        long end = output.Position;
        writer.Write(0x06054B50u);
        writer.Write(0u);
        writer.Write(ClaimedCount ?? (ushort)Parts.Count);
        writer.Write(ClaimedCount ?? (ushort)Parts.Count);
        writer.Write(ClaimedDirectoryLength ?? (uint)(end - directory));
        writer.Write(ClaimedDirectoryOffset ?? (uint)directory);
        writer.Write((ushort)Comment.Length);
        writer.Write(Comment);
        writer.Flush();
        return output.ToArray();
    }

    private static void WriteLocal(BinaryWriter writer, ZipPart part, byte[] stored)
    {
        writer.Write(0x04034B50u);
        WriteCommon(writer, part, stored.Length);
        byte[] name = part.LocalNameBytes;
        writer.Write((ushort)name.Length);
        writer.Write((ushort)0);
        writer.Write(name);
        writer.Write(stored);
    }

    private static void WriteCentral(BinaryWriter writer, ZipPart part, long offset, int length)
    {
        writer.Write(0x02014B50u);
        writer.Write((ushort)(part.UnixMode == 0 ? 20 : (3 << 8) | 20));
        WriteCommon(writer, part, length);
        byte[] name = part.NameBytes, extra = part.Zip64 ? Zip64Extra(part, offset, length) : [];
        writer.Write((ushort)name.Length);
        writer.Write((ushort)extra.Length);
        writer.Write((ushort)0);
        writer.Write((ushort)0);
        writer.Write((ushort)0);
        writer.Write(part.UnixMode << 16);
        writer.Write(part.Zip64 ? uint.MaxValue : (uint)(part.ClaimedOffset ?? (ulong)offset));
        writer.Write(name);
        writer.Write(extra);
    }

    // Version needed, flags, method, time, date, crc, sizes: the same in both headers.
    private static void WriteCommon(BinaryWriter writer, ZipPart part, int length)
    {
        writer.Write((ushort)(part.Zip64 ? 45 : 20));
        writer.Write((ushort)(part.Flags | Utf8Names));
        writer.Write(part.Method ?? (ushort)(part.Compress ? 8 : 0));
        writer.Write(0x00210000u);
        writer.Write(part.Crc);
        writer.Write(part.Zip64 ? uint.MaxValue : (uint)(part.ClaimedCompressedLength ?? (ulong)length));
        writer.Write(part.Zip64 ? uint.MaxValue : (uint)(part.ClaimedLength ?? (ulong)part.Data.Length));
    }

    private static byte[] Zip64Extra(ZipPart part, long offset, int length) =>
    [
        1, 0, 24, 0,
        .. BitConverter.GetBytes(part.ClaimedLength ?? (ulong)part.Data.Length),
        .. BitConverter.GetBytes(part.ClaimedCompressedLength ?? (ulong)length),
        .. BitConverter.GetBytes(part.ClaimedOffset ?? (ulong)offset),
    ];
}
