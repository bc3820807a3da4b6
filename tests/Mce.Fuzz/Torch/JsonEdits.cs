using System.Text.Json;
using System.Text.Json.Nodes;
using Mce.Fuzz.Cases;

namespace Mce.Fuzz.Torch;

/// <summary>Edits of single values anywhere in a JSON document.</summary>
internal static class JsonEdits
{
    /// <summary>Changes one value and says which.</summary>
    public static string Apply(JsonNode root, Chance chance)
    {
        JsonNode[] holders = [.. WithInner(root).Where(n => n is JsonObject { Count: > 0 } or JsonArray { Count: > 0 })];
        if (holders.Length == 0) return "nothing to change";
        JsonNode holder = chance.Of(holders);
        JsonNode[] leaves = [.. WithInner(root).Where(n => n is JsonValue)];
        if (holder is JsonArray array)
        {
            int index = chance.Below(array.Count);
            string where = $"{array.GetPath()}[{index}]";
            if (chance.OneIn(4))
            {
                array.Insert(chance.Below(array.Count), array[index]?.DeepClone());
                return $"{where} twice";
            }

            if (chance.OneIn(4))
            {
                array.RemoveAt(index);
                return $"{where} removed";
            }

            array[index] = Other(array[index], leaves, chance);
            return $"{where} is now {Shown(array[index])}";
        }

        var properties = (JsonObject)holder;
        string name = chance.Of([.. properties.Select(p => p.Key)]);
        string path = $"{properties.GetPath()}.{name}";
        if (chance.OneIn(6))
        {
            properties.Remove(name);
            return $"{path} removed";
        }

        if (chance.OneIn(10))
        {
            JsonNode? value = properties[name]?.DeepClone();
            properties.Remove(name);
            properties[chance.Of<string>(["as_int", "as_tensor", "as_none", "as_tensors", "as_sym_int", "as_expr", "as_optional_tensor", "as_float", "as_string", "x"])] = value;
            return $"{path} renamed";
        }

        properties[name] = Other(properties[name], leaves, chance);
        return $"{path} is now {Shown(properties[name])}";
    }

    /// <summary>What lies at the end of a path of names, or null where one of them leads nowhere.</summary>
    public static JsonNode? At(JsonNode? node, params ReadOnlySpan<string> names)
    {
        foreach (string name in names) node = (node as JsonObject)?[name];
        return node;
    }

    public static IEnumerable<JsonNode> WithInner(JsonNode node) => node switch
    {
        JsonObject properties => properties.Where(p => p.Value is not null).SelectMany(p => WithInner(p.Value!)).Prepend(node),
        JsonArray items => items.OfType<JsonNode>().SelectMany(WithInner).Prepend(node),
        _ => [node],
    };

    private static JsonNode? Other(JsonNode? current, JsonNode[] leaves, Chance chance)
    {
        if (current is JsonValue value && value.GetValueKind() == JsonValueKind.Number && !chance.OneIn(4))
            return JsonValue.Create(chance.Odd(value.TryGetValue(out long number) ? number : 1));
        return chance.Below(8) switch
        {
            0 => null,
            1 => new JsonObject(),
            2 => new JsonArray(),
            3 => JsonValue.Create(chance.Odd(3)),
            4 => JsonValue.Create(chance.Of<string>(["", "x", "../../etc/passwd", "Infinity", "s77", "torch.ops.aten.add.Tensor", new('a', 100_000)])),
            5 => JsonValue.Create(chance.Of<double>([0.5, -1e308, 1e-320])),
            _ => leaves.Length == 0 ? null : chance.Of(leaves).DeepClone(),
        };
    }

    private static string Shown(JsonNode? node)
    {
        string text = node?.ToJsonString() ?? "null";
        return text.Length > 60 ? $"{text[..60]}…" : text;
    }
}
