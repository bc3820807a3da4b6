using System.Text.Json.Nodes;
using Mce.Fuzz.Cases;

namespace Mce.Fuzz.Torch;

/// <summary>Edits of an exported program's graph: values used before they exist, cycles, other sizes, other numbers.</summary>
internal static class ProgramEdits
{
    /// <summary>Changes one thing and says what.</summary>
    public static string Apply(JsonNode root, Chance chance)
    {
        if (JsonEdits.At(root, "graph_module", "graph") is not JsonObject graph || graph["nodes"] is not JsonArray { Count: > 0 } nodes) return JsonEdits.Apply(root, chance);
        int at = chance.Below(nodes.Count);
        switch (chance.Below(8))
        {
            case 0:
                int to = chance.Below(nodes.Count);
                JsonNode? moved = nodes[at]?.DeepClone();
                nodes.RemoveAt(at);
                nodes.Insert(to, moved);
                return $"node {at} moved to {to}";
            case 1:
                nodes.Insert(at, nodes[at]?.DeepClone());
                return $"node {at} twice";
            case 2:
                nodes.RemoveAt(at);
                return $"node {at} removed";
            case 3:
                return Rename(root, nodes, chance);
            case < 6:
                return EditArgument(nodes[at], chance);
            default:
                return EditTensor(graph, chance);
        }
    }

    // One value takes another's name: used before it is computed, computed twice, or read from itself.
    private static string Rename(JsonNode root, JsonArray nodes, Chance chance)
    {
        JsonObject[] names = [.. JsonEdits.WithInner(chance.OneIn(4) ? root : nodes).OfType<JsonObject>().Where(o => o.Count == 1 && o["name"] is JsonValue)];
        if (names.Length < 2) return "no names to change";
        JsonObject place = chance.Of(names);
        string before = place["name"]!.ToString();
        place["name"] = chance.Of(names)["name"]!.ToString();
        return $"{place.GetPath()} from {before} to {place["name"]}";
    }

    private static string EditArgument(JsonNode? node, Chance chance)
    {
        if (JsonEdits.At(node, "inputs") is not JsonArray { Count: > 0 } inputs) return "a node without arguments";
        JsonNode? input = inputs[chance.Below(inputs.Count)];
        string name = JsonEdits.At(input, "name")?.ToString() ?? "?";
        JsonObject value = chance.Below(8) switch
        {
            0 => new JsonObject { ["as_int"] = chance.Odd(2) },
            1 => new JsonObject { ["as_ints"] = new JsonArray([.. Enumerable.Range(0, chance.Below(6)).Select(_ => (JsonNode)JsonValue.Create(chance.Odd(2)))]) },
            2 => new JsonObject { ["as_float"] = chance.Of<double>([0, -1, 1e300, 1e-300]) },
            3 => new JsonObject { ["as_none"] = true },
            4 => new JsonObject { ["as_bool"] = chance.OneIn(2) },
            5 => new JsonObject { ["as_string"] = chance.Of<string>(["", "none", "mean", "trunc", "linear", "same"]) },
            6 => new JsonObject { ["as_scalar_type"] = chance.Between(0, 36) },
            _ => new JsonObject { ["as_tensors"] = new JsonArray() },
        };
        if (input is JsonObject holder) holder["arg"] = value;
        return $"{JsonEdits.At(node, "target")}: {name} is now {value.ToJsonString()}";
    }

    private static string EditTensor(JsonObject graph, Chance chance)
    {
        if (graph["tensor_values"] is not JsonObject { Count: > 0 } tensors) return "no tensors";
        string name = chance.Of([.. tensors.Select(t => t.Key)]);
        if (tensors[name] is not JsonObject meta) return "no tensor";
        switch (chance.Below(3))
        {
            case 0:
                meta["dtype"] = chance.Between(0, 36);
                return $"the type of {name} is now {meta["dtype"]}";
            case 1:
                meta["storage_offset"] = new JsonObject { ["as_int"] = chance.Odd(0) };
                return $"the offset of {name} is now {meta["storage_offset"]!["as_int"]}";
            default:
                var sizes = new JsonArray([.. Enumerable.Range(0, chance.Below(5)).Select(_ => (JsonNode)new JsonObject { ["as_int"] = chance.Odd(2) })]);
                meta[chance.OneIn(2) ? "sizes" : "strides"] = sizes;
                return $"the shape of {name} is now {sizes.ToJsonString()}";
        }
    }
}
