using System.Buffers.Binary;
using System.Text;

namespace Mce.Plugins.MLNet.Files;

/// <summary>What follows a small part's header: its own bytes, and the texts that they refer to by number.</summary>
internal sealed class PartBody
{
    // The parts that are read whole are a few numbers and names.
    private const int MaxLength = 64 << 10;

    private readonly byte[] _header;
    private readonly byte[] _rest = new byte[MaxLength];
    private readonly int _length;

    public PartBody(byte[] header, Stream stream)
    {
        _header = header;
        _length = stream.ReadAtLeast(_rest, _rest.Length, throwOnEndOfStream: false);
    }

    /// <summary>A little-endian number among the part's own bytes.</summary>
    /// <exception cref="InvalidDataException">They end before it.</exception>
    public int Int32(int offset)
    {
        ReadOnlySpan<byte> own = Block(PartHeader.OwnOffset);
        return offset >= 0 && offset <= own.Length - sizeof(int) ? BinaryPrimitives.ReadInt32LittleEndian(own[offset..]) : throw Unreadable();
    }

    /// <summary>One of the part's texts.</summary>
    /// <exception cref="InvalidDataException">There is none of that number.</exception>
    public string Text(int number)
    {
        // A table of where each text ends, and the texts.
        ReadOnlySpan<byte> ends = Block(PartHeader.TableOffset), texts = Block(PartHeader.TextOffset);
        if (number < 0 || number >= ends.Length / sizeof(long)) throw Unreadable();
        long from = number == 0 ? 0 : BinaryPrimitives.ReadInt64LittleEndian(ends[((number - 1) * sizeof(long))..]);
        long to = BinaryPrimitives.ReadInt64LittleEndian(ends[(number * sizeof(long))..]);
        return from >= 0 && to >= from && to <= texts.Length ? Encoding.Unicode.GetString(texts[(int)from..(int)to]) : throw Unreadable();
    }

    /// <summary>The loader's assembly, or null where the header names none.</summary>
    public string? Assembly()
    {
        ulong offset = BinaryPrimitives.ReadUInt64LittleEndian(_header.AsSpan(PartHeader.AssemblyOffset));
        return offset == 0 ? null : Encoding.Unicode.GetString(Slice(offset, BinaryPrimitives.ReadUInt32LittleEndian(_header.AsSpan(PartHeader.AssemblyOffset + 8))));
    }

    private ReadOnlySpan<byte> Block(int at) =>
        Slice(BinaryPrimitives.ReadUInt64LittleEndian(_header.AsSpan(at)), BinaryPrimitives.ReadUInt64LittleEndian(_header.AsSpan(at + 8)));

    private ReadOnlySpan<byte> Slice(ulong offset, ulong length)
    {
        if (length == 0) return [];
        if (offset < PartHeader.Length || offset - PartHeader.Length > (ulong)_length || length > (ulong)_length - (offset - PartHeader.Length)) throw Unreadable();
        return _rest.AsSpan((int)(offset - PartHeader.Length), (int)length);
    }

    private static InvalidDataException Unreadable() => new("A part of it doesn't say in a readable way whose code it runs, or which file it reads.");
}
