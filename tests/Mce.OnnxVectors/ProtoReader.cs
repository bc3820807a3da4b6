using System.Text;

namespace Mce.OnnxVectors;

/// <summary>Walks the fields of a protobuf message in memory.</summary>
/// <remarks>Its own, and not the plugin's: what checks the plugin mustn't share its mistakes.</remarks>
internal ref struct ProtoReader(ReadOnlySpan<byte> message)
{
    private ReadOnlySpan<byte> _rest = message;

    /// <summary>The field's number.</summary>
    public int Number { get; private set; }

    /// <summary>The value of a field that is a number.</summary>
    public ulong Value { get; private set; }

    /// <summary>The content of a field that has a length.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    public readonly string Text => Encoding.UTF8.GetString(Bytes);

    /// <summary>Moves to the next field; false at the end.</summary>
    public bool Read()
    {
        if (_rest.IsEmpty) return false;
        ulong tag = Varint(ref _rest);
        Number = (int)(tag >> 3);
        Value = 0;
        Bytes = default;
        switch (tag & 7)
        {
            case 0:
                Value = Varint(ref _rest);
                break;
            case 1:
                Bytes = Take(8);
                break;
            case 2:
                Bytes = Take((int)Varint(ref _rest));
                break;
            case 5:
                Bytes = Take(4);
                break;
            default:
                throw new InvalidDataException($"wire type {tag & 7}");
        }

        return true;
    }

    /// <summary>The numbers of a repeated field, packed or not.</summary>
    public readonly void AddVarints(List<long> numbers)
    {
        ReadOnlySpan<byte> rest = Bytes;
        if (rest.IsEmpty) numbers.Add((long)Value);
        while (!rest.IsEmpty) numbers.Add((long)Varint(ref rest));
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        ReadOnlySpan<byte> taken = _rest[..length];
        _rest = _rest[length..];
        return taken;
    }

    private static ulong Varint(ref ReadOnlySpan<byte> rest)
    {
        ulong value = 0;
        for (int i = 0; ; i++)
        {
            value |= (ulong)(rest[i] & 0x7F) << (7 * i);
            if (rest[i] >= 0x80) continue;
            rest = rest[(i + 1)..];
            return value;
        }
    }
}
