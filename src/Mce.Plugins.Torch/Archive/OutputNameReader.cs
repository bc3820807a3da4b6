using System.Text.Json;

namespace Mce.Plugins.Torch.Archive;

/// <summary>Finds names for outputs in the structure that <c>forward</c> returned.</summary>
internal static class OutputNameReader
{
    /// <summary>
    /// The path to each output: the keys of dictionaries and the positions in lists, with dots between them; a position
    /// that comes first is written <c>output_0</c>, or <c>output</c> when it is the only one. Null when there is no path, or when names would be empty or equal.
    /// </summary>
    public static string[]? Read(JsonElement module)
    {
        if (!module.TryGetProperty("module_call_graph", out JsonElement calls) || calls.GetArrayLength() == 0) return null;
        if (!calls[0].TryGetProperty("signature", out JsonElement signature) || signature.ValueKind != JsonValueKind.Object) return null;
        if (!signature.TryGetProperty("out_spec", out JsonElement spec) || spec.GetString() is not { } text) return null;
        try
        {
            return ReadSpec(text);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return null; // names are a convenience: a structure of another form still has its order
        }
    }

    // [version, {"type": "builtins.dict", "context": "[\"a\", \"b\"]", "children_spec": [leaf, leaf]}]
    private static string[]? ReadSpec(string text)
    {
        using JsonDocument document = JsonDocument.Parse(text);
        JsonElement tree = document.RootElement[1];
        var names = new List<string>();
        // Depth is bounded: the parser refuses documents deeper than 64.
        bool isOnly = tree.GetProperty("children_spec").GetArrayLength() == 1;
        foreach ((string step, JsonElement child) in Children(tree))
            AddPaths(child, IsDictionary(tree) ? step : isOnly ? "output" : $"output_{step}", names);
        return names.All(n => n.Length > 0) && names.Distinct(StringComparer.Ordinal).Count() == names.Count ? [.. names] : null;
    }

    private static void AddPaths(JsonElement node, string path, List<string> names)
    {
        if (node.GetProperty("type").ValueKind == JsonValueKind.Null) names.Add(path);
        else foreach ((string step, JsonElement child) in Children(node)) AddPaths(child, $"{path}.{step}", names);
    }

    private static IEnumerable<(string Step, JsonElement Node)> Children(JsonElement node)
    {
        JsonElement children = node.GetProperty("children_spec");
        if (!IsDictionary(node)) return children.EnumerateArray().Select((child, i) => ($"{i}", child));

        using JsonDocument keys = JsonDocument.Parse(node.GetProperty("context").GetString()!);
        string[] steps = [.. keys.RootElement.EnumerateArray().Select(k => k.ToString())];
        return steps.Length == children.GetArrayLength() ? steps.Zip(children.EnumerateArray()) : throw new JsonException("as many keys as values are needed");
    }

    private static bool IsDictionary(JsonElement node) => node.GetProperty("type").GetString() is "builtins.dict" or "collections.OrderedDict";
}
