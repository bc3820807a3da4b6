using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Mce.Plugins.MLNet.Files;

/// <summary>
/// Checks the parts that hold schemas, in ML.NET's binary data format: where one of them claims more dimensions than it has bytes,
/// ML.NET 5.0 asks for the rest again and again, for ever.
/// </summary>
internal ref struct SchemaCheck
{
    private const ulong Mark = 0x00425644_004C4D43;
    private const int HeaderLength = 256, TableOffset = 24, ColumnsOffset = 48;
    private const string VectorCodec = "VBuffer";

    // Slot names of hundreds of thousands of text features come to some megabytes.
    private const int MaxBytes = 512 << 20;

    private readonly ReadOnlySpan<byte> _bytes;
    private int _position;

    private SchemaCheck(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>Checks every schema in an archive.</summary>
    /// <exception cref="InvalidDataException">One contradicts itself.</exception>
    public static void CheckAll(Stream stream, CancellationToken cancellationToken)
    {
        using var archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
        foreach (ZipArchiveEntry entry in archive.Entries)
        {
            cancellationToken.ThrowIfCancellationRequested();
            string name = entry.FullName[(entry.FullName.LastIndexOfAny(['/', '\\']) + 1)..];
            if (name is not ("Schema" or "TrainSchema" or "Schema.idv")) continue;
            if (entry.Length > MaxBytes) throw new InvalidDataException($"Its part '{entry.FullName}' has {entry.Length:N0} bytes.");
            var bytes = new byte[entry.Length];
            using (Stream content = entry.Open()) content.ReadExactly(bytes);
            new SchemaCheck(bytes).Check(entry.FullName);
        }
    }

    private void Check(string part)
    {
        try
        {
            if (_bytes.Length < HeaderLength || BinaryPrimitives.ReadUInt64LittleEndian(_bytes) != Mark) throw new InvalidDataException("it has no header");
            int columns = BinaryPrimitives.ReadInt32LittleEndian(_bytes[ColumnsOffset..]);
            MoveTo(BinaryPrimitives.ReadInt64LittleEndian(_bytes[TableOffset..]));
            for (int i = 0; i < columns; i++) CheckColumn();
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"Its part '{part}' contradicts itself: {e.Message}.");
        }
    }

    // Name, codec, compression (a byte), rows a block, where the blocks are listed, where the annotations are listed.
    private void CheckColumn()
    {
        SkipText();
        CheckCodec();
        Skip(1);
        ReadNumber();
        if (BinaryPrimitives.ReadInt64LittleEndian(Take(sizeof(long))) is not 0 and long blocks) CheckOffset(blocks);
        long annotations = BinaryPrimitives.ReadInt64LittleEndian(Take(sizeof(long)));
        if (annotations != 0) CheckOffset(annotations);
    }

    private void CheckCodec()
    {
        ReadOnlySpan<byte> name = ReadText();
        long length = ReadNumber();
        int end = _position + Take(length).Length;
        if (Encoding.UTF8.GetString(name) != VectorCodec)
        {
            _position = end;
            return;
        }

        // A vector: the codec of its items, how many dimensions, each of them.
        _position = end - (int)length;
        CheckCodec();
        int dimensions = BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)));
        if (dimensions < 0 || dimensions != (end - _position) / (double)sizeof(int)) throw new InvalidDataException($"a vector claims {dimensions} dimensions");
        _position = end;
    }

    private void SkipText() => ReadText();

    private ReadOnlySpan<byte> ReadText() => Take(ReadNumber());

    private void Skip(int count) => Take(count);

    private void MoveTo(long position)
    {
        CheckOffset(position);
        _position = (int)position;
    }

    private readonly void CheckOffset(long offset)
    {
        if (offset < HeaderLength || offset > _bytes.Length) throw new InvalidDataException($"a table lies at {offset}, of {_bytes.Length} bytes");
    }

    private ReadOnlySpan<byte> Take(long count)
    {
        if (count < 0 || count > _bytes.Length - _position) throw new InvalidDataException($"{count} bytes are said to follow {_position}, of {_bytes.Length}");
        ReadOnlySpan<byte> taken = _bytes.Slice(_position, (int)count);
        _position += (int)count;
        return taken;
    }

    // Seven bits a byte, the lowest first.
    private long ReadNumber()
    {
        long value = 0;
        for (int shift = 0; shift < 63; shift += 7)
        {
            byte next = Take(1)[0];
            value |= (long)(next & 0x7F) << shift;
            if (next < 0x80) return value;
        }

        throw new InvalidDataException($"the number before {_position} is too long");
    }
}
