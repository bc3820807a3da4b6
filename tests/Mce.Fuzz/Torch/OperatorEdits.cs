using System.IO.Compression;
using System.Text.Json.Nodes;
using Mce.Fuzz.Cases;

namespace Mce.Fuzz.Torch;

/// <summary>Puts other operators of libtorch into a graph, with arguments of the right kinds and of odd values.</summary>
internal static class OperatorEdits
{
    private static readonly string[] Schemas = ReadSchemas();
    // Most nodes have one result: another number of them is refused before libtorch is asked.
    private static readonly string[] OneResult = [.. Schemas.Where(s => s[(s.LastIndexOf(") -> ", StringComparison.Ordinal) + 5)..] is "Tensor" or "Tensor(a)")];

    /// <summary>Adds or replaces one call and says which.</summary>
    public static string Apply(JsonNode root, Chance chance)
    {
        if (JsonEdits.At(root, "graph_module", "graph", "nodes") is not JsonArray { Count: > 0 } nodes) return JsonEdits.Apply(root, chance);
        int at = chance.Below(nodes.Count);
        string[] tensors = [.. Tensors(root, nodes, at)];
        if (nodes[at] is not JsonObject node || tensors.Length == 0) return "nothing to call";

        string schema = chance.Of(chance.OneIn(10) ? Schemas : OneResult);
        string key = schema[..schema.IndexOf('(', StringComparison.Ordinal)];
        var inputs = new JsonArray();
        foreach ((string type, string name, bool hasDefault) in Arguments(schema))
        {
            if (hasDefault && chance.OneIn(3)) continue;
            inputs.Add(new JsonObject { ["name"] = name, ["arg"] = Value(type, tensors, chance), ["kind"] = 1 });
        }

        string target = "torch.ops.aten." + (key.Contains('.', StringComparison.Ordinal) ? key : key + ".default");
        node["target"] = target;
        node["inputs"] = inputs;
        return $"node {at} is now {target}{inputs.ToJsonString()}";
    }

    private static IEnumerable<string> Tensors(JsonNode root, JsonArray nodes, int before)
    {
        if (JsonEdits.At(root, "graph_module", "graph", "inputs") is JsonArray inputs)
            foreach (JsonNode? input in inputs)
                if (JsonEdits.At(input, "as_tensor", "name") is { } name) yield return name.ToString();
        for (int i = 0; i < before; i++)
            foreach (JsonNode? output in JsonEdits.At(nodes[i], "outputs") as JsonArray ?? [])
                if (JsonEdits.At(output, "as_tensor", "name") is { } name) yield return name.ToString();
    }

    private static JsonObject Value(string type, string[] tensors, Chance chance)
    {
        if (type.EndsWith('?')) return chance.OneIn(3) ? new JsonObject { ["as_none"] = true } : Value(type[..^1], tensors, chance);
        if (type.EndsWith(']'))
        {
            string element = type[..type.LastIndexOf('[')];
            int count = chance.Below(5);
            return element.TrimEnd('?') switch
            {
                "Tensor" => new JsonObject { ["as_tensors"] = Items(count, () => new JsonObject { ["name"] = chance.Of(tensors) }) },
                "int" or "SymInt" => new JsonObject { ["as_ints"] = Items(count, () => JsonValue.Create(Integer(chance))) },
                "float" => new JsonObject { ["as_floats"] = Items(count, () => JsonValue.Create(Real(chance))) },
                "bool" => new JsonObject { ["as_bools"] = Items(count, () => JsonValue.Create(chance.OneIn(2))) },
                _ => new JsonObject { ["as_none"] = true },
            };
        }

        return type switch
        {
            "Tensor" => new JsonObject { ["as_tensor"] = new JsonObject { ["name"] = chance.Of(tensors) } },
            "int" or "SymInt" => new JsonObject { ["as_int"] = Integer(chance) },
            "float" => new JsonObject { ["as_float"] = Real(chance) },
            "Scalar" => chance.OneIn(2) ? new JsonObject { ["as_int"] = Integer(chance) } : new JsonObject { ["as_float"] = Real(chance) },
            "bool" => new JsonObject { ["as_bool"] = chance.OneIn(2) },
            "str" => new JsonObject { ["as_string"] = chance.Of<string>(["", "mean", "sum", "floor", "trunc", "constant", "reflect", "linear", "ij,jk->ik", "none", "reduced"]) },
            "ScalarType" => new JsonObject { ["as_scalar_type"] = chance.Of<int>([1, 5, 6, 7, 8, 12, 13]) },
            "Layout" => new JsonObject { ["as_layout"] = 7 },
            "MemoryFormat" => new JsonObject { ["as_memory_format"] = chance.Between(1, 4) },
            "Device" => new JsonObject { ["as_device"] = new JsonObject { ["type"] = "cpu", ["index"] = null } },
            _ => new JsonObject { ["as_none"] = true },
        };
    }

    private static long Integer(Chance chance) => chance.OneIn(5) ? chance.Odd(3) : chance.Between(-3, 6);

    private static double Real(Chance chance) => chance.OneIn(5) ? chance.Of<double>([1e308, -1e308, 1e-310, 4e9, -4e9]) : chance.Between(-20, 20) / 10.0;

    private static JsonArray Items(int count, Func<JsonNode> create)
    {
        var items = new JsonArray();
        for (int i = 0; i < count; i++) items.Add(create());
        return items;
    }

    private static IEnumerable<(string Type, string Name, bool HasDefault)> Arguments(string schema)
    {
        int open = schema.IndexOf('(', StringComparison.Ordinal), close = schema.LastIndexOf(") -> ", StringComparison.Ordinal);
        foreach (string argument in Split(schema[(open + 1)..close]))
        {
            if (argument == "*") continue;
            int equals = argument.IndexOf('=', StringComparison.Ordinal);
            string declaration = equals < 0 ? argument : argument[..equals];
            int blank = declaration.LastIndexOf(' ');
            if (blank > 0) yield return (WithoutAliases(declaration[..blank]), declaration[(blank + 1)..], equals >= 0);
        }
    }

    private static IEnumerable<string> Split(string text)
    {
        int depth = 0, start = 0;
        for (int i = 0; i <= text.Length; i++)
        {
            char c = i < text.Length ? text[i] : ',';
            if (c is '(' or '[') depth++;
            else if (c is ')' or ']') depth--;
            if (c != ',' || (depth != 0 && i < text.Length)) continue;
            if (i > start) yield return text[start..i].Trim();
            start = i + 1;
        }
    }

    private static string WithoutAliases(string type)
    {
        int open = type.IndexOf('(', StringComparison.Ordinal);
        return open < 0 ? type : type.Remove(open, type.IndexOf(')', open) - open + 1);
    }

    private static string[] ReadSchemas()
    {
        using Stream resource = typeof(OperatorEdits).Assembly.GetManifestResourceStream("torch-operators.txt.gz")!;
        using var reader = new StreamReader(new GZipStream(resource, CompressionMode.Decompress));
        return [.. reader.ReadToEnd().Split('\n').Where(l => l.Contains(") -> ", StringComparison.Ordinal) && l.IndexOf('(', StringComparison.Ordinal) > 0)];
    }
}
