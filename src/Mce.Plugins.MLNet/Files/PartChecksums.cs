using System.Buffers;
using System.IO.Compression;
using System.IO.Hashing;

namespace Mce.Plugins.MLNet.Files;

/// <summary>Holds the parts of an archive to their checksums, which neither .NET nor ML.NET looks at.</summary>
/// <remarks>ML.NET reads for ever where a damaged part ends early, so damage has to be found before.</remarks>
internal static class PartChecksums
{
    private const int BufferBytes = 1 << 16;

    /// <summary>Unpacks every part once.</summary>
    /// <exception cref="InvalidDataException">A part isn't what was packed.</exception>
    public static void Check(Stream stream, CancellationToken cancellationToken)
    {
        stream.Position = 0;
        using var zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            foreach (ZipArchiveEntry entry in zip.Entries) Check(entry, buffer, cancellationToken);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static void Check(ZipArchiveEntry entry, byte[] buffer, CancellationToken cancellationToken)
    {
        var checksum = new Crc32();
        long length = 0;
        using Stream part = entry.Open();
        while (part.Read(buffer) is var count and > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            checksum.Append(buffer.AsSpan(0, count));
            length += count;
            if (length > entry.Length) break; // the directory lies: no need to see by how much
        }

        if (length != entry.Length || checksum.GetCurrentHashAsUInt32() != entry.Crc32)
            throw new InvalidDataException($"its part '{entry.FullName}' is damaged: it doesn't have the checksum it was packed with. Copy the file again.");
    }
}
