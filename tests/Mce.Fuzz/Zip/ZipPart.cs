using System.IO.Compression;
using System.Text;

namespace Mce.Fuzz.Zip;

/// <summary>An entry of an archive that is to be written. What it says of itself may differ from what is true.</summary>
internal sealed class ZipPart(string name, byte[] data, bool compress)
{
    public string Name { get; set; } = name;

    /// <summary>The content, before compression.</summary>
    public byte[] Data { get; set; } = data;

    public bool Compress { get; set; } = compress;

    /// <summary>The name in the entry's own header, where it is another than in the directory.</summary>
    public string? LocalName { get; set; }

    public ushort Flags { get; set; }

    public ushort? Method { get; set; }

    public ulong? ClaimedLength { get; set; }

    public ulong? ClaimedCompressedLength { get; set; }

    public uint? ClaimedCrc { get; set; }

    public ulong? ClaimedOffset { get; set; }

    /// <summary>Whether sizes and offset stand in a zip64 extra field.</summary>
    public bool Zip64 { get; set; }

    /// <summary>Whether only the directory names it: it shares the bytes of the entry before it.</summary>
    public bool Overlaps { get; set; }

    /// <summary>Unix file mode in the external attributes; 0xA1FF is a symbolic link.</summary>
    public uint UnixMode { get; set; }

    public static List<ZipPart> Read(byte[] archive)
    {
        using var zip = new ZipArchive(new MemoryStream(archive), ZipArchiveMode.Read);
        var parts = new List<ZipPart>();
        foreach (ZipArchiveEntry entry in zip.Entries)
        {
            using Stream stream = entry.Open();
            var data = new MemoryStream();
            stream.CopyTo(data);
            parts.Add(new ZipPart(entry.FullName, data.ToArray(), entry.CompressedLength != entry.Length));
        }

        return parts;
    }

    public ZipPart Clone() => (ZipPart)MemberwiseClone();

    internal byte[] LocalNameBytes => Encoding.UTF8.GetBytes(LocalName ?? Name);

    internal byte[] NameBytes => Encoding.UTF8.GetBytes(Name);

    internal uint Crc => ClaimedCrc ?? Checksum.Crc32(Data);

    internal byte[] Stored()
    {
        if (!Compress) return Data;
        var output = new MemoryStream();
        using (var deflate = new DeflateStream(output, CompressionLevel.Fastest, leaveOpen: true)) deflate.Write(Data);
        return output.ToArray();
    }
}
