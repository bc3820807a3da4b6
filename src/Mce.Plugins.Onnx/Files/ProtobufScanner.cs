using System.Text;

namespace Mce.Plugins.Onnx.Files;

/// <summary>Walks the fields of a protobuf file without reading the large ones. Not thread-safe.</summary>
/// <exception cref="InvalidDataException">From every method: the bytes are no protobuf, or end too early.</exception>
internal sealed class ProtobufScanner(Stream stream)
{
    private const int LongestText = 64 * 1024;

    private readonly long _length = stream.Length;

    /// <summary>The length of the file.</summary>
    public long Length => _length;

    /// <summary>Reads the next field's number and what its value is; false at the end.</summary>
    public bool TryReadField(long end, out ProtobufField field)
    {
        field = default;
        if (stream.Position >= end) return false;
        long start = stream.Position;
        ulong tag = ReadVarint(end);
        if (tag >> 3 is 0 or > int.MaxValue) throw new InvalidDataException($"the bytes at {start} are not what a field starts with");
        (ulong number, long length) = (tag & 7) switch
        {
            0 => (ReadVarint(end), 0L),
            1 => (0UL, 8L),
            2 => (0UL, checked((long)Math.Min(ReadVarint(end), long.MaxValue))),
            5 => (0UL, 4L),
            _ => throw new InvalidDataException($"the bytes at {start} are not what a field starts with"),
        };
        if (length > end - stream.Position)
            throw new InvalidDataException(
                end == _length
                    ? $"a part of {length} bytes starts at {stream.Position}, and the file ends at {_length}"
                    : $"a part at {stream.Position} is longer than what holds it");
        field = new ProtobufField((int)(tag >> 3), (int)(tag & 7), number, stream.Position, stream.Position + length);
        return true;
    }

    /// <summary>Moves behind a field.</summary>
    public void Skip(ProtobufField field)
    {
        if (stream.Position != field.End) stream.Position = field.End;
    }

    /// <summary>Reads a field's text, cut where it is unreasonably long, and moves behind it.</summary>
    public string ReadText(ProtobufField field)
    {
        var bytes = new byte[Math.Min(field.End - field.Start, LongestText)];
        stream.ReadExactly(bytes);
        Skip(field);
        return Encoding.UTF8.GetString(bytes);
    }

    /// <summary>Reads the numbers of a packed field and moves behind it.</summary>
    public void ReadPacked(ProtobufField field, List<long> numbers)
    {
        while (stream.Position < field.End) numbers.Add((long)ReadVarint(field.End));
    }

    /// <summary>Reads an entry of a map of text (StringStringEntryProto), and moves behind it.</summary>
    public (string Key, string Value) ReadEntry(ProtobufField entry)
    {
        string key = "", value = "";
        while (TryReadField(entry.End, out ProtobufField field))
        {
            if (field is { Number: 1, IsBytes: true }) key = ReadText(field);
            else if (field is { Number: 2, IsBytes: true }) value = ReadText(field);
            Skip(field);
        }

        return (key, value);
    }

    private ulong ReadVarint(long end)
    {
        ulong value = 0;
        for (int shift = 0; shift < 70; shift += 7)
        {
            int next = stream.Position < end ? stream.ReadByte() : -1;
            if (next < 0) throw new InvalidDataException($"the file ends at {stream.Position}, inside a field");
            value |= shift < 64 ? (ulong)(next & 0x7F) << shift : 0;
            if (next < 0x80) return value;
        }

        throw new InvalidDataException($"the number before {stream.Position} is too long");
    }
}
