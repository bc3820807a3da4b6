using System.Buffers.Binary;
using System.Text;

namespace Mce.OnnxVectors;

/// <summary>Reads the values of vectors: TensorProto, SequenceProto, OptionalProto.</summary>
internal static class VectorFile
{
    /// <summary>Reads a file whose type the model tells.</summary>
    public static VectorValue Read(string path, SlotType type) => Read(File.ReadAllBytes(path), type);

    private static VectorValue Read(ReadOnlySpan<byte> message, SlotType type) => type.Kind switch
    {
        SlotKind.Tensor => ReadTensor(message),
        SlotKind.Sequence => ReadSequence(message, type.Element!),
        SlotKind.Optional => ReadOptional(message, type.Element!),
        _ => throw new NotSupportedException($"values of {type}"),
    };

    private static VectorSequence ReadSequence(ReadOnlySpan<byte> message, SlotType element)
    {
        var items = new List<VectorValue>();
        var reader = new ProtoReader(message);
        while (reader.Read())
            if (reader.Number is 3 or 5 or 7) items.Add(Read(reader.Bytes, element));
        return new VectorSequence(items);
    }

    private static VectorOptional ReadOptional(ReadOnlySpan<byte> message, SlotType element)
    {
        // Newer files hold the bare value where there is one.
        if (LooksLikeTensor(message)) return new VectorOptional(ReadTensor(message));
        var reader = new ProtoReader(message);
        while (reader.Read())
            if (reader.Number is 3 or 5) return new VectorOptional(Read(reader.Bytes, element));
        return new VectorOptional(null);
    }

    // In OptionalProto, field 1 is the name; in TensorProto, a dimension.
    private static bool LooksLikeTensor(ReadOnlySpan<byte> message)
    {
        var reader = new ProtoReader(message);
        while (reader.Read())
            if (reader.Number is 8 or 9) return true;
        return false;
    }

    private static VectorTensor ReadTensor(ReadOnlySpan<byte> message)
    {
        var dimensions = new List<long>();
        var numbers = new List<long>();
        var texts = new List<string>();
        OnnxType type = OnnxType.None;
        byte[] fixedSize = [];
        bool raw = false;
        var reader = new ProtoReader(message);
        while (reader.Read())
        {
            switch (reader.Number)
            {
                case 1:
                    reader.AddVarints(dimensions);
                    break;
                case 2:
                    type = (OnnxType)reader.Value;
                    break;
                case 4 or 10:
                    fixedSize = [.. fixedSize, .. reader.Bytes];
                    break;
                case 5 or 7 or 11:
                    reader.AddVarints(numbers);
                    break;
                case 6:
                    texts.Add(Encoding.UTF8.GetString(reader.Bytes));
                    break;
                case 9:
                    (fixedSize, raw) = (reader.Bytes.ToArray(), true);
                    break;
                case 13:
                    throw new NotSupportedException("a value outside its file");
            }
        }

        long[] shape = [.. dimensions];
        if (type == OnnxType.String) return new VectorTensor(type, shape, [], [.. texts]);
        if (!raw && numbers.Count > 0) fixedSize = ToBytes(type, numbers);
        var tensor = new VectorTensor(type, shape, fixedSize);
        return OnnxTypes.BitsOf(type) >= 8 ? tensor : tensor with { Data = OnnxTypes.Unpack(type, fixedSize, tensor.Count) };
    }

    // Types of less than a byte come packed, a byte a number.
    private static byte[] ToBytes(OnnxType type, List<long> numbers)
    {
        int size = OnnxTypes.SizeOf(type);
        var bytes = new byte[numbers.Count * size];
        Span<byte> number = stackalloc byte[8];
        for (int i = 0; i < numbers.Count; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(number, numbers[i]);
            number[..size].CopyTo(bytes.AsSpan(i * size));
        }

        return bytes;
    }
}
