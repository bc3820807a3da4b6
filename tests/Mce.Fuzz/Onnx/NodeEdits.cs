using System.Text;
using Mce.Fuzz.Cases;

namespace Mce.Fuzz.Onnx;

/// <summary>Edits of the graph: other operators, other wires, attributes and weights of odd values.</summary>
internal static class NodeEdits
{
    private static readonly string[] Operators = ReadOperators();

    private static readonly string[] Attributes =
    [
        "axis", "axes", "kernel_shape", "pads", "strides", "dilations", "group", "to", "perm", "keepdims", "mode", "value", "shape", "alpha", "beta", "epsilon",
        "auto_pad", "ceil_mode", "storage_order", "blocksize", "num_heads", "hidden_size", "direction", "k", "largest", "sorted", "select_last_index", "batch_dims",
        "reduction", "equation", "split", "num_outputs", "coordinate_transformation_mode", "output_height", "output_width", "sampling_ratio", "spatial_scale",
        "classlabels_int64s", "classlabels_strings", "coefficients", "intercepts", "nodes_treeids", "nodes_nodeids", "nodes_falsenodeids", "nodes_truenodeids",
        "nodes_featureids", "nodes_modes", "nodes_values", "target_ids", "target_nodeids", "target_treeids", "target_weights", "n_targets", "post_transform",
        "vectors_per_class", "support_vectors", "rho", "kernel_type", "ngram_counts", "ngram_indexes", "pool_int64s", "min_gram_length", "max_gram_length", "max_skip_count",
        "unidirectional", "activations", "clip", "block_size", "bits", "N", "K", "seed", "high", "low", "dtype", "sample_size", "detect_negative", "fmod",
    ];

    /// <summary>Changes one thing and says what.</summary>
    public static string Apply(ProtoMessage model, Chance chance)
    {
        ProtoMessage graph = chance.Of([.. model.WithInner().Where(m => m.Schema.Name == "Graph")]);
        ProtoMessage[] nodes = [.. graph.Messages(1)];
        switch (chance.Below(5))
        {
            case 0 when nodes.Length > 0:
                return Rewire(graph, chance.Of(nodes), chance);
            case 1 when nodes.Length > 0:
                return SetOperator(model, chance.Of(nodes), chance);
            case 2 when nodes.Length > 0:
                return AddAttribute(chance.Of(nodes), chance);
            case 3:
                return AddInitializer(graph, chance);
            default:
                return AddNode(model, graph, chance);
        }
    }

    private static string Rewire(ProtoMessage graph, ProtoMessage node, Chance chance)
    {
        string[] names = [.. Names(graph)];
        ProtoField[] wires = [.. node.Fields.Where(f => f.Number is 1 or 2)];
        if (wires.Length == 0 || names.Length == 0) return "nothing to rewire";
        ProtoField wire = chance.Of(wires);
        string before = wire.Text;
        wire.Bytes = Encoding.UTF8.GetBytes(chance.Of(names));
        return $"{node.Text(4)}: {(wire.Number == 1 ? "input" : "output")} '{before}' is now '{wire.Text}'";
    }

    private static string SetOperator(ProtoMessage model, ProtoMessage node, Chance chance)
    {
        string before = node.Text(4);
        string name = chance.Of(Operators);
        node.Fields.RemoveAll(f => f.Number is 4 or 7);
        Name(model, node, name);
        return $"{before} is now {name}";
    }

    private static string AddNode(ProtoMessage model, ProtoMessage graph, Chance chance)
    {
        string[] names = [.. Names(graph)];
        string name = chance.Of(Operators);
        var node = new ProtoMessage(graph.Schema.MessageOf(1)!);
        for (int i = chance.Between(0, 4); i > 0; i--) node.Add(1, names.Length == 0 || chance.OneIn(8) ? "" : chance.Of(names));
        // The result takes the place of an output, so that nothing can drop the node as unused.
        ProtoMessage[] outputs = [.. graph.Messages(12)];
        string result = outputs.Length > 0 ? chance.Of(outputs).Text(1) : "added";
        foreach (ProtoField wire in graph.Messages(1).SelectMany(n => n.Fields).Where(f => f.Number == 2 && f.Text == result)) wire.Bytes = Encoding.UTF8.GetBytes(result + "_before");
        node.Add(2, result);
        for (int i = chance.Below(3); i > 0; i--) node.Add(2, $"{result}_{i}");
        Name(model, node, name);
        var edit = new StringBuilder($"a node {name}");
        for (int i = chance.Below(4); i > 0; i--) edit.Append("; ").Append(AddAttribute(node, chance));
        graph.Fields.Add(new ProtoField(1, 2) { Message = node });
        return edit.ToString();
    }

    private static string AddAttribute(ProtoMessage node, Chance chance)
    {
        string[] present = [.. node.Messages(5).Select(a => a.Text(1))];
        string name = present.Length > 0 && chance.OneIn(2) ? chance.Of(present) : chance.Of(Attributes);
        node.Fields.RemoveAll(f => f.Number == 5 && f.Message?.Text(1) == name);
        ProtoMessage attribute = node.AddMessage(5).Add(1, name);
        switch (chance.Below(6))
        {
            case 0:
                attribute.Add(20, 2).Add(3, (ulong)chance.Odd(1));
                break;
            case 1:
                attribute.Add(20, 1).Fields.Add(new ProtoField(2, 5) { Bytes = chance.Of([chance.Bytes(4), [0, 0, 0xC0, 0x7F], [0, 0, 0x80, 0x7F], [0, 0, 0, 0]]) });
                break;
            case 2:
                attribute.Add(20, 3).Add(4, chance.Of<string>(["SAME_UPPER", "linear", "constant", "max", "none", "...ij,jk", "", "SOFTMAX", "BRANCH_LEQ", "LEAF"]));
                break;
            case 3:
                attribute.Add(20, 6);
                for (int i = chance.Below(8); i > 0; i--) attribute.Fields.Add(new ProtoField(7, 5) { Bytes = chance.Bytes(4) });
                break;
            case 4:
                attribute.Add(20, 4);
                FillTensor(attribute.AddMessage(5), chance);
                break;
            default:
                attribute.Add(20, 7);
                for (int i = chance.Below(10); i > 0; i--) attribute.Add(8, (ulong)(chance.OneIn(3) ? chance.Odd(2) : chance.Between(-2, 8)));
                break;
        }

        return $"the attribute {name}";
    }

    private static string AddInitializer(ProtoMessage graph, Chance chance)
    {
        string[] names = [.. Names(graph)];
        string name = names.Length == 0 ? "w" : chance.Of(names);
        ProtoMessage tensor = graph.AddMessage(5);
        FillTensor(tensor, chance);
        tensor.Add(8, name);
        return $"an initializer '{name}'";
    }

    /// <summary>A tensor whose dimensions and data may or may not fit each other.</summary>
    private static void FillTensor(ProtoMessage tensor, Chance chance)
    {
        bool sane = chance.OneIn(2);
        long count = 1;
        for (int i = chance.Below(4); i > 0; i--)
        {
            long dimension = sane ? chance.Between(0, 4) : chance.Odd(2);
            count = unchecked(count * dimension);
            tensor.Add(1, (ulong)dimension);
        }

        int type = chance.Between(0, 23);
        tensor.Add(2, (ulong)type);
        int width = type switch { 2 or 3 or 9 => 1, 4 or 5 or 10 or 16 => 2, 7 or 11 or 13 or 14 => 8, _ => 4 };
        int length = sane ? (int)count * width : chance.Below(64);
        // Small whole numbers, so that shapes and indices made of it mean something now and then.
        byte[] data = chance.OneIn(2) ? chance.Bytes(length) : [.. Enumerable.Range(0, length).Select(i => (byte)(i % width == 0 ? chance.Below(6) : 0))];
        if (type == 8) tensor.Add(6, "text");
        else tensor.Add(9, data);
    }

    /// <summary>Every value that a node of the graph could name.</summary>
    private static IEnumerable<string> Names(ProtoMessage graph) =>
    [
        .. graph.Messages(11).Select(i => i.Text(1)),
        .. graph.Messages(5).Select(i => i.Text(8)),
        .. graph.Messages(1).SelectMany(n => n.Fields).Where(f => f.Number is 1 or 2 && f.Bytes is not null).Select(f => f.Text),
    ];

    private static void Name(ProtoMessage model, ProtoMessage node, string name)
    {
        string[] parts = name.Split(':', 2);
        node.Add(4, parts[^1]);
        if (parts.Length == 1) return;
        node.Add(7, parts[0]);
        if (model.Messages(8).All(s => s.Text(1) != parts[0])) model.AddMessage(8).Add(1, parts[0]).Add(2, parts[0] == "ai.onnx.ml" ? 3UL : 1);
    }

    private static string[] ReadOperators()
    {
        using var reader = new StreamReader(typeof(NodeEdits).Assembly.GetManifestResourceStream("onnx-operators.txt")!);
        return reader.ReadToEnd().Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries);
    }
}
