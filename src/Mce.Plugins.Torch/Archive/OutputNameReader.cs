using System.Text.Json;

namespace Mce.Plugins.Torch.Archive;

/// <summary>Finds names for outputs in the structure that <c>forward</c> returned.</summary>
internal static class OutputNameReader
{
    /// <summary>The keys, when <c>forward</c> returned a flat dictionary with text keys; else null.</summary>
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
        if (tree.GetProperty("type").GetString() is not ("builtins.dict" or "collections.OrderedDict")) return null;
        JsonElement children = tree.GetProperty("children_spec");
        if (children.EnumerateArray().Any(child => child.GetProperty("type").ValueKind != JsonValueKind.Null)) return null;

        using JsonDocument keys = JsonDocument.Parse(tree.GetProperty("context").GetString()!);
        string[] names = [.. keys.RootElement.EnumerateArray().Select(k => k.GetString() ?? "")];
        return names.Length == children.GetArrayLength() && names.All(n => n.Length > 0) ? names : null;
    }
}
