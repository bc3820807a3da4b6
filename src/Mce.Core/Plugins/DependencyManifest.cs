using System.Collections.Immutable;
using System.Text.Json;

namespace Mce;

/// <summary>Reads the managed part of a <c>.deps.json</c>, and checks the rest of it for the runtime.</summary>
/// <remarks>
/// The runtime's own reader, which a load context asks, takes the shape of this file for granted: one that is JSON and has another
/// shape ends the process. So nothing gets there that wasn't looked through here.
/// </remarks>
internal static class DependencyManifest
{
    private static readonly string[] AssetKinds = ["runtime", "native", "resources"];

    /// <exception cref="JsonException">The file isn't what its name says.</exception>
    public static ImmutableArray<ManifestAssembly> Read(string path)
    {
        using FileStream stream = File.OpenRead(path);
        using JsonDocument document = JsonDocument.Parse(stream);
        JsonElement root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("targets", out JsonElement targets)) throw new JsonException("There is no 'targets' in it.");
        Check(root, targets);

        // The target named like the runtime target comes last when there are several: the one with a RID.
        JsonElement target = targets.EnumerateObject().Select(t => t.Value).LastOrDefault();
        if (target.ValueKind != JsonValueKind.Object) return [];
        return [.. target.EnumerateObject().SelectMany(Assemblies)];
    }

    private static void Check(JsonElement root, JsonElement targets)
    {
        JsonElement runtimeTarget = Member(root, "runtimeTarget");
        JsonElement name = runtimeTarget.ValueKind == JsonValueKind.Object ? Member(runtimeTarget, "name") : runtimeTarget;
        if (name.ValueKind != JsonValueKind.String) throw Malformed("runtimeTarget");
        foreach (JsonProperty library in Objects(targets, "targets").SelectMany(t => Objects(t.Value, t.Name))) CheckAssets(library);
        Member(targets, name.GetString()!);

        foreach (JsonProperty library in Objects(Member(root, "libraries"), "libraries"))
        {
            foreach (string text in (string[])["type", "sha512"])
                if (Member(library.Value, text).ValueKind != JsonValueKind.String) throw Malformed($"{library.Name}.{text}");
            if (Member(library.Value, "serviceable").ValueKind is not (JsonValueKind.True or JsonValueKind.False)) throw Malformed($"{library.Name}.serviceable");
            CheckTexts(library, "path", "hashPath");
        }

        if (!root.TryGetProperty("runtimes", out JsonElement runtimes)) return;
        if (runtimes.ValueKind != JsonValueKind.Object) throw Malformed("runtimes");
        foreach (JsonProperty runtime in runtimes.EnumerateObject())
            if (runtime.Value.ValueKind != JsonValueKind.Array || runtime.Value.EnumerateArray().Any(r => r.ValueKind != JsonValueKind.String)) throw Malformed($"runtimes.{runtime.Name}");
    }

    private static void CheckAssets(JsonProperty library)
    {
        foreach (string kind in AssetKinds)
        {
            if (!library.Value.TryGetProperty(kind, out JsonElement assets)) continue;
            foreach (JsonProperty asset in Objects(assets, $"{library.Name}.{kind}")) CheckTexts(asset, "assemblyVersion", "fileVersion");
        }

        if (!library.Value.TryGetProperty("runtimeTargets", out JsonElement runtimeTargets)) return;
        foreach (JsonProperty asset in Objects(runtimeTargets, $"{library.Name}.runtimeTargets"))
        {
            foreach (string text in (string[])["rid", "assetType"])
                if (Member(asset.Value, text).ValueKind != JsonValueKind.String) throw Malformed($"{asset.Name}.{text}");
            CheckTexts(asset, "assemblyVersion", "fileVersion");
        }
    }

    private static void CheckTexts(JsonProperty owner, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
            if (owner.Value.TryGetProperty(name, out JsonElement text) && text.ValueKind != JsonValueKind.String) throw Malformed($"{owner.Name}.{name}");
    }

    private static IEnumerable<JsonProperty> Objects(JsonElement element, string name)
    {
        if (element.ValueKind != JsonValueKind.Object) throw Malformed(name);
        foreach (JsonProperty property in element.EnumerateObject())
            yield return property.Value.ValueKind == JsonValueKind.Object ? property : throw Malformed($"{name}.{property.Name}");
    }

    private static JsonElement Member(JsonElement element, string name) => element.TryGetProperty(name, out JsonElement member) ? member : throw Malformed(name);

    private static JsonException Malformed(string name) => new($"'{name}' in its .deps.json is missing or isn't what the runtime expects there.");

    private static IEnumerable<ManifestAssembly> Assemblies(JsonProperty library)
    {
        if (!library.Value.TryGetProperty("runtime", out JsonElement runtime)) yield break;
        string[] nameAndVersion = library.Name.Split('/');
        foreach (JsonProperty asset in runtime.EnumerateObject())
        {
            string file = asset.Name[(asset.Name.LastIndexOf('/') + 1)..];
            if (file == "_._") continue;
            yield return new ManifestAssembly(Path.GetFileNameWithoutExtension(file), file, nameAndVersion[0], nameAndVersion.ElementAtOrDefault(1) ?? "");
        }
    }
}
