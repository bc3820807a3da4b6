using System.Text;
using Mce.Fuzz.Cases;

namespace Mce.Fuzz.Onnx;

/// <summary>Edits of the graph: other operators, other wires, attributes and weights of odd values.</summary>
internal static class NodeEdits
{
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
                return "the attribute " + OddAttributes.Add(chance.Of(nodes), chance);
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
        OnnxOperator name = chance.Of(OnnxOperators.All);
        node.Fields.RemoveAll(f => f.Number is 4 or 7);
        OnnxOperators.Set(model, node, name);
        return $"{before} is now {name}";
    }

    private static string AddNode(ProtoMessage model, ProtoMessage graph, Chance chance)
    {
        string[] names = [.. Names(graph)];
        OnnxOperator name = chance.Of(OnnxOperators.All);
        var node = new ProtoMessage(graph.Schema.MessageOf(1)!);
        for (int i = chance.Between(0, 4); i > 0; i--) node.Add(1, names.Length == 0 || chance.OneIn(8) ? "" : chance.Of(names));
        // The result takes the place of an output, so that nothing can drop the node as unused.
        ProtoMessage[] outputs = [.. graph.Messages(12)];
        string result = outputs.Length > 0 ? chance.Of(outputs).Text(1) : "added";
        foreach (ProtoField wire in graph.Messages(1).SelectMany(n => n.Fields).Where(f => f.Number == 2 && f.Text == result)) wire.Bytes = Encoding.UTF8.GetBytes(result + "_before");
        node.Add(2, result);
        for (int i = chance.Below(3); i > 0; i--) node.Add(2, $"{result}_{i}");
        OnnxOperators.Set(model, node, name);
        var edit = new StringBuilder($"a node {name}");
        for (int i = chance.Below(4); i > 0; i--) edit.Append(" with ").Append(OddAttributes.Add(node, chance));
        graph.Fields.Add(new ProtoField(1, 2) { Message = node });
        return edit.ToString();
    }

    private static string AddInitializer(ProtoMessage graph, Chance chance)
    {
        string[] names = [.. Names(graph)];
        string name = names.Length == 0 ? "w" : chance.Of(names);
        ProtoMessage tensor = graph.AddMessage(5);
        if (chance.OneIn(2)) OddTensors.FillSound(tensor, chance);
        else OddTensors.FillOdd(tensor, chance);
        tensor.Add(8, name);
        return $"an initializer '{name}'";
    }

    /// <summary>Every value that a node of the graph could name.</summary>
    private static IEnumerable<string> Names(ProtoMessage graph) =>
    [
        .. graph.Messages(11).Select(i => i.Text(1)),
        .. graph.Messages(5).Select(i => i.Text(8)),
        .. graph.Messages(1).SelectMany(n => n.Fields).Where(f => f.Number is 1 or 2 && f.Bytes is not null).Select(f => f.Text),
    ];
}
