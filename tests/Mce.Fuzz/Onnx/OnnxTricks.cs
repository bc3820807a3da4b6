using System.Globalization;
using System.Text;
using Mce.Fuzz.Cases;

namespace Mce.Fuzz.Onnx;

/// <summary>What somebody with bad intent would write: paths out of the folder, depth, sizes, cycles, endless loops.</summary>
internal static class OnnxTricks
{
    /// <summary>Plays one trick and says which.</summary>
    public static string Apply(ProtoMessage model, Chance chance, List<SideFile> files)
    {
        ProtoMessage graph = model.Messages(7).First();
        return chance.Below(10) switch
        {
            < 4 => External(graph, chance, files),
            4 => NestGraphs(graph, chance),
            5 => NestTypes(graph, chance),
            6 => Functions(model, graph, chance),
            7 => HugeShape(graph, chance),
            8 => Cycle(graph, chance),
            _ => Endless(graph, chance),
        };
    }

    private static string External(ProtoMessage graph, Chance chance, List<SideFile> files)
    {
        ProtoMessage tensor = Tensor(graph, chance);
        tensor.Fields.RemoveAll(f => f.Number is 4 or 5 or 7 or 9 or 10 or 13 or 14);
        tensor.Add(14, 1);
        string location = chance.Of<string>(
            ["weights.bin", "weights.bin", "weights.bin", "/dev/zero", "/etc/hostname", "../weights.bin", "a/../../weights.bin", "./weights.bin", "link.bin", "zero.bin", "pipe.bin", "folder", "", ".", "missing.bin",
             "case.onnx", "*/_ORT_MEM_ADDR_/*", "weights.bin\0x", "C:\\weights.bin", "..\\weights.bin", "file:///etc/hostname", "/proc/self/mem"]);
        files.Add(new SideFile("weights.bin", SideFileKind.Plain, new byte[chance.Of<int>([0, 1, 16, 64, 4096])]));
        files.Add(new SideFile("link.bin", SideFileKind.Link, Target: "/etc/hostname"));
        files.Add(new SideFile("zero.bin", SideFileKind.Link, Target: "/dev/zero"));
        files.Add(new SideFile("pipe.bin", SideFileKind.Pipe));
        files.Add(new SideFile("folder", SideFileKind.Folder));
        tensor.AddMessage(13).Add(1, "location").Add(2, location);
        string offset = "", length = "";
        if (chance.OneIn(2)) tensor.AddMessage(13).Add(1, "offset").Add(2, offset = Number(chance));
        if (chance.OneIn(2)) tensor.AddMessage(13).Add(1, "length").Add(2, length = Number(chance));
        if (chance.OneIn(6)) tensor.AddMessage(13).Add(1, "location").Add(2, "second.bin");
        return $"external data in '{location.Replace('\0', '?')}', offset '{offset}', length '{length}'";

        static string Number(Chance chance) => chance.OneIn(5) ? "many" : chance.Odd(16).ToString(CultureInfo.InvariantCulture);
    }

    private static string NestGraphs(ProtoMessage graph, Chance chance)
    {
        int depth = chance.Of<int>([2, 10, 60, 99, 200, 1_000, 2_000]);
        var schema = graph.Schema.MessageOf(1)!;
        // Written from the inside out: the tree would overflow this program's own stack.
        byte[] inner = new ProtoMessage(graph.Schema).Add(2, "leaf").ToBytes();
        for (int i = 0; i < depth; i++)
        {
            var attribute = new ProtoMessage(schema.MessageOf(5)!).Add(1, "then_branch").Add(20, 5).Add(6, inner);
            var node = new ProtoMessage(schema).Add(1, "cond").Add(2, $"o{i}").Add(4, "If").Add(5, attribute.ToBytes());
            inner = new ProtoMessage(graph.Schema).Add(1, node.ToBytes()).Add(2, "g").ToBytes();
        }

        graph.Fields.AddRange(ProtoMessage.Parse(inner, new ProtoSchema("Graph")).Fields.Where(f => f.Number == 1));
        return $"graphs nested {depth} deep";
    }

    private static string NestTypes(ProtoMessage graph, Chance chance)
    {
        int depth = chance.Of<int>([2, 10, 45, 60, 99, 1_000, 3_000]);
        ProtoSchema type = graph.Schema.MessageOf(11)!.MessageOf(2)!;
        int kind = chance.Of<int>([4, 9, 5]);
        byte[] inner = [0x0A, 0x02, 0x08, 0x01]; // tensor_type { elem_type: float }
        for (int i = 0; i < depth; i++)
        {
            var element = new ProtoMessage(type.MessageOf(kind)!);
            if (kind == 5) element.Add(1, 7).Add(2, inner);
            else element.Add(1, inner);
            inner = new ProtoMessage(type).Add(kind, element.ToBytes()).ToBytes();
        }

        graph.AddMessage(chance.Of<int>([11, 12, 13])).Add(1, "deep").Add(2, inner);
        return $"types nested {depth} deep";
    }

    private static string Functions(ProtoMessage model, ProtoMessage graph, Chance chance)
    {
        int count = chance.Of<int>([1, 2, 8, 40]);
        bool doubling = chance.OneIn(2);
        for (int i = 0; i < count; i++)
        {
            ProtoMessage function = model.AddMessage(25).Add(1, $"f{i}").Add(4, "x").Add(5, "y").Add(10, "bomb");
            function.AddMessage(9).Add(1, "bomb").Add(2, 1);
            function.AddMessage(9).Add(1, "").Add(2, 17);
            if (doubling && i == count - 1)
            {
                function.AddMessage(7).Add(1, "x").Add(2, "y").Add(4, "Neg");
                continue;
            }

            // Each calls the next twice (2^count nodes), or the last calls the first.
            string next = doubling ? $"f{i + 1}" : $"f{(i + 1) % count}";
            function.AddMessage(7).Add(1, "x").Add(2, "t").Add(4, next).Add(7, "bomb");
            function.AddMessage(7).Add(1, "t").Add(2, "y").Add(4, next).Add(7, "bomb");
        }

        model.AddMessage(8).Add(1, "bomb").Add(2, 1);
        graph.AddMessage(1).Add(1, graph.Messages(11).FirstOrDefault()?.Text(1) ?? "x").Add(2, "boom").Add(4, "f0").Add(7, "bomb");
        return doubling ? $"{count} functions that double" : $"{count} functions in a circle";
    }

    private static string HugeShape(ProtoMessage graph, Chance chance)
    {
        ProtoMessage tensor = Tensor(graph, chance);
        tensor.Fields.RemoveAll(f => f.Number == 1);
        long[] dimensions = chance.Of<long[]>([[1L << 32, 1L << 32], [long.MaxValue], [int.MaxValue, int.MaxValue, int.MaxValue], [-1], [1L << 40], [1L << 31, 2, 0], [1L << 62, 4], [-4, -4], [.. Enumerable.Repeat(2L, 64)], [.. Enumerable.Repeat(1L, 5_000)]]);
        foreach (long dimension in dimensions) tensor.Add(1, (ulong)dimension);
        if (chance.OneIn(2)) tensor.Fields.RemoveAll(f => f.Number == 9);
        return $"a weight of [{string.Join(',', dimensions.Take(8))}]";
    }

    private static string Cycle(ProtoMessage graph, Chance chance)
    {
        ProtoMessage[] nodes = [.. graph.Messages(1)];
        if (nodes.Length == 0) return "no nodes for a cycle";
        ProtoMessage last = nodes[^1], first = nodes[chance.Below(nodes.Length)];
        string result = last.Text(2);
        if (first.Fields.FirstOrDefault(f => f.Number == 1) is { } input) input.Bytes = Encoding.UTF8.GetBytes(result);
        else first.Add(1, result);
        if (chance.OneIn(3)) last.Add(2, result);
        return $"{first.Text(4)} reads '{result}' of {last.Text(4)}";
    }

    private static string Endless(ProtoMessage graph, Chance chance)
    {
        string output = graph.Messages(12).FirstOrDefault()?.Text(1) ?? "y";
        foreach (ProtoField wire in graph.Messages(1).SelectMany(n => n.Fields).Where(f => f.Number == 2 && f.Text == output)) wire.Bytes = Encoding.UTF8.GetBytes(output + "_before");
        int[] values = chance.Of<int[]>([[int.MaxValue], [1 << 16, 1 << 16], [1 << 12, 1 << 12, 1 << 12], [0x7FFFFFFF, 0x7FFFFFFF]]);
        ProtoMessage shape = graph.AddMessage(5).Add(1, (ulong)values.Length).Add(2, 7).Add(8, "huge");
        shape.Add(9, [.. values.SelectMany(v => BitConverter.GetBytes((long)v))]);
        string name = chance.Of<string>(["ConstantOfShape", "RandomNormal", "Loop", "Expand", "Tile"]);
        ProtoMessage node = graph.AddMessage(1).Add(2, output).Add(4, name);
        string source = graph.Messages(11).FirstOrDefault()?.Text(1) ?? "x";
        switch (name)
        {
            case "ConstantOfShape":
                node.Add(1, "huge");
                break;
            case "RandomNormal":
                ProtoMessage attribute = node.AddMessage(5).Add(1, "shape").Add(20, 7);
                foreach (int value in values) attribute.Add(8, (ulong)value);
                break;
            case "Loop":
                // No count, a condition that stays true, and one value that goes round.
                graph.AddMessage(5).Add(2, 9).Add(8, "true").Add(9, (byte[])[1]);
                node.Add(1, "").Add(1, "true").Add(1, source);
                ProtoMessage body = node.AddMessage(5).Add(1, "body").Add(20, 5).AddMessage(6).Add(2, "body");
                body.AddMessage(1).Add(1, "c").Add(2, "d").Add(4, "Identity");
                body.AddMessage(1).Add(1, "v").Add(2, "w").Add(4, "Identity");
                Value(body.AddMessage(11), "i", 7);
                Value(body.AddMessage(11), "c", 9);
                body.AddMessage(11).Add(1, "v");
                Value(body.AddMessage(12), "d", 9);
                body.AddMessage(12).Add(1, "w");
                break;
            default:
                node.Add(1, source).Add(1, "huge");
                break;
        }

        return $"{name} of [{string.Join(',', values)}]";

        static void Value(ProtoMessage info, string name, ulong type) => info.Add(1, name).Add(2, new ProtoMessage(ProtoSchema.Model).Add(1, [0x08, (byte)type, 0x12, 0x00]).ToBytes());
    }

    private static ProtoMessage Tensor(ProtoMessage graph, Chance chance)
    {
        ProtoMessage[] tensors = [.. graph.WithInner().Where(m => m.Schema.Name == "Tensor")];
        if (tensors.Length > 0 && !chance.OneIn(4)) return chance.Of(tensors);
        return graph.AddMessage(5).Add(1, 4).Add(2, 1).Add(8, graph.Messages(11).FirstOrDefault()?.Text(1) ?? "w").Add(9, new byte[16]);
    }
}
