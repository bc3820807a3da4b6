using System.Text;

namespace Mce.Fuzz.Onnx;

/// <summary>A protobuf message as a tree that can be edited and written again, lies included.</summary>
internal sealed class ProtoMessage(ProtoSchema schema)
{
    public ProtoSchema Schema { get; } = schema;

    public List<ProtoField> Fields { get; } = [];

    /// <summary>Reads a sound message.</summary>
    public static ProtoMessage Parse(ReadOnlySpan<byte> bytes, ProtoSchema schema)
    {
        var message = new ProtoMessage(schema);
        while (!bytes.IsEmpty)
        {
            ulong tag = ReadVarint(ref bytes);
            int number = (int)(tag >> 3), wireType = (int)(tag & 7);
            int length = wireType switch { 1 => 8, 5 => 4, 2 => (int)ReadVarint(ref bytes), _ => 0 };
            if (wireType == 0)
            {
                message.Add(number, ReadVarint(ref bytes));
                continue;
            }

            ReadOnlySpan<byte> content = bytes[..length];
            message.Fields.Add(wireType == 2 && schema.MessageOf(number) is { } inner
                ? new ProtoField(number, 2) { Message = Parse(content, inner) }
                : new ProtoField(number, wireType) { Bytes = content.ToArray() });
            bytes = bytes[length..];
        }

        return message;
    }

    public ProtoMessage Add(int number, ulong value)
    {
        Fields.Add(new ProtoField(number, 0) { Value = value });
        return this;
    }

    public ProtoMessage Add(int number, string text) => Add(number, Encoding.UTF8.GetBytes(text));

    public ProtoMessage Add(int number, byte[] bytes)
    {
        Fields.Add(new ProtoField(number, 2) { Bytes = bytes });
        return this;
    }

    /// <summary>Adds an empty message of the kind that the field holds.</summary>
    public ProtoMessage AddMessage(int number)
    {
        var message = new ProtoMessage(Schema.MessageOf(number)!);
        Fields.Add(new ProtoField(number, 2) { Message = message });
        return message;
    }

    public IEnumerable<ProtoMessage> Messages(int number) => Fields.Where(f => f.Number == number && f.Message is not null).Select(f => f.Message!);

    public string Text(int number) => Fields.FirstOrDefault(f => f.Number == number && f.Bytes is not null)?.Text ?? "";

    /// <summary>This message and all inside it, from the outside in.</summary>
    public IEnumerable<ProtoMessage> WithInner() => Fields.Where(f => f.Message is not null).SelectMany(f => f.Message!.WithInner()).Prepend(this);

    public ProtoMessage Clone()
    {
        var copy = new ProtoMessage(Schema);
        foreach (ProtoField field in Fields)
            copy.Fields.Add(new ProtoField(field.Number, field.WireType) { Value = field.Value, Bytes = field.Bytes, Message = field.Message?.Clone(), ForgedLength = field.ForgedLength });
        return copy;
    }

    public byte[] ToBytes()
    {
        var output = new MemoryStream();
        foreach (ProtoField field in Fields)
        {
            WriteVarint(output, ((ulong)(uint)field.Number << 3) | (uint)field.WireType);
            if (field.WireType == 0)
            {
                WriteVarint(output, field.Value);
                continue;
            }

            byte[] content = field.Message?.ToBytes() ?? field.Bytes!;
            if (field.WireType == 2) WriteVarint(output, field.ForgedLength ?? (ulong)content.Length);
            output.Write(content);
        }

        return output.ToArray();
    }

    private static ulong ReadVarint(ref ReadOnlySpan<byte> bytes)
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte next = bytes[0];
            bytes = bytes[1..];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80) return value;
        }
    }

    private static void WriteVarint(MemoryStream output, ulong value)
    {
        for (; value >= 0x80; value >>= 7) output.WriteByte((byte)(value | 0x80));
        output.WriteByte((byte)value);
    }
}

/// <summary>A field: a number, bytes, or a message.</summary>
internal sealed class ProtoField(int number, int wireType)
{
    public int Number { get; } = number;

    public int WireType { get; } = wireType;

    public ulong Value { get; set; }

    public byte[]? Bytes { get; set; }

    public ProtoMessage? Message { get; init; }

    /// <summary>The length to write in place of the true one.</summary>
    public ulong? ForgedLength { get; set; }

    public string Text => Encoding.UTF8.GetString(Bytes!);
}
