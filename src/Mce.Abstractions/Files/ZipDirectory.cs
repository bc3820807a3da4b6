using System.Buffers.Binary;
using System.Text;

namespace Mce;

/// <summary>Where a zip archive's directory lies, and its records. Not thread-safe.</summary>
internal sealed class ZipDirectory
{
    private const uint EndSignature = 0x06054B50;
    private const int EndLength = 22;
    private const uint End64Signature = 0x06064B50;
    private const int End64Length = 56;
    private const uint Locator64Signature = 0x07064B50;
    private const int Locator64Length = 20;
    private const uint RecordSignature = 0x02014B50;
    private const int RecordLength = 46;
    private const ushort Zip64Field = 1;

    private readonly FileStream _file;
    private readonly long _end;

    private ZipDirectory(FileStream file, long count, long start, long end)
    {
        _file = file;
        _end = end;
        Count = count;
        Start = start;
    }

    /// <summary>The number of entries that the archive claims.</summary>
    public long Count { get; }

    /// <summary>Where the directory starts, and so where the entries must end.</summary>
    public long Start { get; }

    /// <summary>Finds the directory by the records at the end of the file.</summary>
    /// <exception cref="InvalidDataException">There is none, or it isn't where they say.</exception>
    public static ZipDirectory Locate(FileStream file)
    {
        long position = FindEnd(file, out byte[] end);
        long count = BinaryPrimitives.ReadUInt16LittleEndian(end.AsSpan(10));
        long length = BinaryPrimitives.ReadUInt32LittleEndian(end.AsSpan(12));
        long start = BinaryPrimitives.ReadUInt32LittleEndian(end.AsSpan(16));
        if (BinaryPrimitives.ReadUInt16LittleEndian(end.AsSpan(8)) != count || BinaryPrimitives.ReadUInt32LittleEndian(end.AsSpan(4)) != 0)
            throw new InvalidDataException("it is one part of several");
        if (count == ushort.MaxValue || length == uint.MaxValue || start == uint.MaxValue) (count, length, start, position) = ReadEnd64(file, position);
        else if (HasLocator64(file, position)) (count, length, start, position) = ReadEnd64(file, position);

        if (start < 0 || length < 0 || count < 0 || length > position || start != position - length)
            throw new InvalidDataException($"its directory isn't where its end says ({length} bytes at {start})");
        if (count > length / RecordLength) throw new InvalidDataException($"its end claims {count} entries, which its directory has no room for");
        return new ZipDirectory(file, count, start, position);
    }

    /// <summary>Reads every record.</summary>
    /// <exception cref="InvalidDataException">They don't fill the directory, or say what can't be.</exception>
    public List<ZipEntryRecord> ReadEntries()
    {
        var entries = new List<ZipEntryRecord>((int)Count);
        Span<byte> record = stackalloc byte[RecordLength];
        _file.Position = Start;
        for (long i = 0; i < Count; i++)
        {
            _file.ReadExactly(record);
            if (BinaryPrimitives.ReadUInt32LittleEndian(record) != RecordSignature) throw new InvalidDataException($"its directory has no entry number {i + 1}");
            entries.Add(ReadEntry(record));
        }

        if (_file.Position != _end) throw new InvalidDataException("its directory has more entries than its end says");
        return entries;
    }

    private ZipEntryRecord ReadEntry(ReadOnlySpan<byte> record)
    {
        var name = new byte[BinaryPrimitives.ReadUInt16LittleEndian(record[28..])];
        var extra = new byte[BinaryPrimitives.ReadUInt16LittleEndian(record[30..])];
        _file.ReadExactly(name);
        _file.ReadExactly(extra);
        _file.Seek(BinaryPrimitives.ReadUInt16LittleEndian(record[32..]), SeekOrigin.Current);

        long compressed = BinaryPrimitives.ReadUInt32LittleEndian(record[20..]);
        long length = BinaryPrimitives.ReadUInt32LittleEndian(record[24..]);
        long offset = BinaryPrimitives.ReadUInt32LittleEndian(record[42..]);
        ReadOnlySpan<byte> wide = FindZip64(extra);
        if (length == uint.MaxValue) length = Take(ref wide);
        if (compressed == uint.MaxValue) compressed = Take(ref wide);
        if (offset == uint.MaxValue) offset = Take(ref wide);
        string text = Encoding.UTF8.GetString(name);
        if (length < 0 || compressed < 0 || offset < 0 || offset >= Start) throw new InvalidDataException($"its entry '{text}' claims {length} bytes in {compressed} at {offset}");
        return new ZipEntryRecord(
            text,
            BinaryPrimitives.ReadUInt16LittleEndian(record[8..]),
            BinaryPrimitives.ReadUInt16LittleEndian(record[10..]),
            compressed,
            length,
            offset);
    }

    // The last place where an end record fits the file's end: a comment may hold another.
    private static long FindEnd(FileStream file, out byte[] end)
    {
        int length = (int)Math.Min(file.Length, EndLength + ushort.MaxValue);
        var tail = new byte[length];
        file.Position = file.Length - length;
        file.ReadExactly(tail);
        for (int i = length - EndLength; i >= 0; i--)
        {
            if (BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(i)) != EndSignature) continue;
            if (BinaryPrimitives.ReadUInt16LittleEndian(tail.AsSpan(i + 20)) != length - i - EndLength) throw new InvalidDataException("bytes follow its end");
            end = tail[i..(i + EndLength)];
            return file.Length - length + i;
        }

        throw new InvalidDataException("it has no directory, so its end is missing");
    }

    private static bool HasLocator64(FileStream file, long position)
    {
        if (position < Locator64Length) return false;
        Span<byte> signature = stackalloc byte[4];
        file.Position = position - Locator64Length;
        file.ReadExactly(signature);
        return BinaryPrimitives.ReadUInt32LittleEndian(signature) == Locator64Signature;
    }

    private static (long Count, long Length, long Start, long Position) ReadEnd64(FileStream file, long position)
    {
        if (!HasLocator64(file, position)) throw new InvalidDataException("its end needs a zip64 record, and there is none");
        Span<byte> record = stackalloc byte[End64Length];
        file.Position = position - Locator64Length + 8;
        file.ReadExactly(record[..8]);
        long start = BinaryPrimitives.ReadInt64LittleEndian(record);
        if (start < 0 || start != position - Locator64Length - End64Length) throw new InvalidDataException("its zip64 record isn't where its end says");
        file.Position = start;
        file.ReadExactly(record);
        if (BinaryPrimitives.ReadUInt32LittleEndian(record) != End64Signature) throw new InvalidDataException("its zip64 record isn't where its end says");
        return (
            BinaryPrimitives.ReadInt64LittleEndian(record[32..]),
            BinaryPrimitives.ReadInt64LittleEndian(record[40..]),
            BinaryPrimitives.ReadInt64LittleEndian(record[48..]),
            start);
    }

    private static ReadOnlySpan<byte> FindZip64(ReadOnlySpan<byte> extra)
    {
        while (extra.Length >= 4)
        {
            int length = BinaryPrimitives.ReadUInt16LittleEndian(extra[2..]);
            if (length > extra.Length - 4) break;
            if (BinaryPrimitives.ReadUInt16LittleEndian(extra) == Zip64Field) return extra.Slice(4, length);
            extra = extra[(4 + length)..];
        }

        return [];
    }

    private static long Take(ref ReadOnlySpan<byte> wide)
    {
        if (wide.Length < sizeof(long)) throw new InvalidDataException("an entry's zip64 field is missing");
        long value = BinaryPrimitives.ReadInt64LittleEndian(wide);
        wide = wide[sizeof(long)..];
        return value;
    }
}
