namespace Mce.OnnxVectors;

/// <summary>The inputs and outputs that a model file declares, by its own words.</summary>
internal sealed class VectorModel
{
    private VectorModel(IReadOnlyList<(string, SlotType)> inputs, IReadOnlyList<(string, SlotType)> outputs) => (Inputs, Outputs) = (inputs, outputs);

    /// <summary>The inputs: those without a default first, each in the file's order.</summary>
    public IReadOnlyList<(string Name, SlotType Type)> Inputs { get; }

    public IReadOnlyList<(string Name, SlotType Type)> Outputs { get; }

    public static VectorModel Read(string path)
    {
        var model = new ProtoReader(File.ReadAllBytes(path));
        while (model.Read())
            if (model.Number == 7) return ReadGraph(model.Bytes);
        throw new InvalidDataException("a model without a graph");
    }

    private static VectorModel ReadGraph(ReadOnlySpan<byte> message)
    {
        var inputs = new List<(string Name, SlotType)>();
        var outputs = new List<(string, SlotType)>();
        var defaults = new HashSet<string>();
        var graph = new ProtoReader(message);
        while (graph.Read())
        {
            if (graph.Number == 5) defaults.Add(TextOf(graph.Bytes, 8));
            else if (graph.Number is 11) inputs.Add(ReadSlot(graph.Bytes));
            else if (graph.Number is 12) outputs.Add(ReadSlot(graph.Bytes));
        }

        return new VectorModel([.. inputs.OrderBy(input => defaults.Contains(input.Name))], outputs);
    }

    private static (string, SlotType) ReadSlot(ReadOnlySpan<byte> message)
    {
        var type = new SlotType(SlotKind.Other);
        var slot = new ProtoReader(message);
        while (slot.Read())
            if (slot.Number == 2) type = ReadType(slot.Bytes);
        return (TextOf(message, 1), type);
    }

    private static SlotType ReadType(ReadOnlySpan<byte> message)
    {
        var type = new ProtoReader(message);
        while (type.Read())
        {
            switch (type.Number)
            {
                case 1:
                    return new SlotType(SlotKind.Tensor, ElementOf(type.Bytes));
                case 4 or 9:
                    var inner = new ProtoReader(type.Bytes);
                    while (inner.Read())
                        if (inner.Number == 1) return new SlotType(type.Number == 4 ? SlotKind.Sequence : SlotKind.Optional, Element: ReadType(inner.Bytes));
                    break;
                case 5:
                    return new SlotType(SlotKind.Map);
            }
        }

        return new SlotType(SlotKind.Other);
    }

    private static OnnxType ElementOf(ReadOnlySpan<byte> tensorType)
    {
        var reader = new ProtoReader(tensorType);
        while (reader.Read())
            if (reader.Number == 1) return (OnnxType)reader.Value;
        return OnnxType.None;
    }

    private static string TextOf(ReadOnlySpan<byte> message, int number)
    {
        var reader = new ProtoReader(message);
        while (reader.Read())
            if (reader.Number == number) return reader.Text;
        return "";
    }
}
