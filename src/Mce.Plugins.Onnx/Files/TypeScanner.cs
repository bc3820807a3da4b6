using Mce.Plugins.Onnx.Loading;
using Mce.Plugins.Onnx.Native;

namespace Mce.Plugins.Onnx.Files;

/// <summary>Reads the types of inputs and outputs (TypeProto).</summary>
internal sealed class TypeScanner(ProtobufScanner scanner)
{
    private const int DeepestType = 20;
    private const int HighestRank = 1024;

    public OnnxValueType Read(ProtobufField type, int depth)
    {
        if (depth > DeepestType) throw new InvalidDataException($"a type is nested more than {DeepestType} deep");
        var read = new OnnxValueType(OrtValueKind.Unknown);
        while (scanner.TryReadField(type.End, out ProtobufField field))
        {
            if (field.IsBytes)
            {
                read = field.Number switch
                {
                    1 => ReadTensor(field),
                    4 => ReadHolder(OrtValueKind.Sequence, field, depth),
                    5 => ReadMap(field, depth),
                    7 => new OnnxValueType(OrtValueKind.Opaque),
                    8 => new OnnxValueType(OrtValueKind.SparseTensor),
                    9 => ReadHolder(OrtValueKind.Optional, field, depth),
                    _ => read, // the denotation
                };
            }

            scanner.Skip(field);
        }

        return read;
    }

    private OnnxValueType ReadTensor(ProtobufField tensor)
    {
        var read = new OnnxValueType(OrtValueKind.Tensor);
        while (scanner.TryReadField(tensor.End, out ProtobufField field))
        {
            if (field is { Number: 1, WireType: 0 }) read = read with { ElementType = ElementType(field.Value) };
            else if (field is { Number: 2, IsBytes: true }) read = read with { Dimensions = [.. ReadShape(field)] };
            scanner.Skip(field);
        }

        return read;
    }

    private List<TensorDimension> ReadShape(ProtobufField shape)
    {
        var dimensions = new List<TensorDimension>();
        while (scanner.TryReadField(shape.End, out ProtobufField field))
        {
            if (field is { Number: 1, IsBytes: true }) dimensions.Add(ReadDimension(field));
            if (dimensions.Count > HighestRank) throw new InvalidDataException($"a type has more than {HighestRank} dimensions");
            scanner.Skip(field);
        }

        return dimensions;
    }

    private TensorDimension ReadDimension(ProtobufField dimension)
    {
        TensorDimension read = TensorDimension.Dynamic();
        while (scanner.TryReadField(dimension.End, out ProtobufField field))
        {
            // Some exporters write -1 where they mean that they don't know.
            if (field is { Number: 1, WireType: 0 } && (long)field.Value >= 0) read = TensorDimension.Fixed((long)field.Value);
            else if (field is { Number: 2, IsBytes: true }) read = TensorDimension.Dynamic(scanner.ReadText(field));
            scanner.Skip(field);
        }

        return read;
    }

    private OnnxValueType ReadHolder(OrtValueKind kind, ProtobufField holder, int depth)
    {
        var read = new OnnxValueType(kind);
        while (scanner.TryReadField(holder.End, out ProtobufField field))
        {
            if (field is { Number: 1, IsBytes: true }) read = read with { Content = Read(field, depth + 1) };
            scanner.Skip(field);
        }

        return read;
    }

    private OnnxValueType ReadMap(ProtobufField map, int depth)
    {
        var read = new OnnxValueType(OrtValueKind.Map);
        while (scanner.TryReadField(map.End, out ProtobufField field))
        {
            if (field is { Number: 1, WireType: 0 }) read = read with { KeyType = ElementType(field.Value) };
            else if (field is { Number: 2, IsBytes: true }) read = read with { Content = Read(field, depth + 1) };
            scanner.Skip(field);
        }

        return read;
    }

    // The C API numbers the newest types otherwise than the file format.
    private static OrtElementType ElementType(ulong number) => number switch
    {
        <= 23 => (OrtElementType)number,
        24 => OrtElementType.Float8E8M0,
        25 => OrtElementType.UInt2,
        26 => OrtElementType.Int2,
        _ => OrtElementType.Undefined,
    };
}
