using System.Collections.Immutable;
using System.Text.Json;

namespace Mce;

/// <summary>Reads the managed part of a <c>.deps.json</c>.</summary>
internal static class DependencyManifest
{
    /// <exception cref="JsonException">The file isn't what its name says.</exception>
    public static ImmutableArray<ManifestAssembly> Read(string path)
    {
        using FileStream stream = File.OpenRead(path);
        using JsonDocument document = JsonDocument.Parse(stream);
        if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("targets", out JsonElement targets))
            throw new JsonException("There is no 'targets' in it.");

        // The target named like the runtime target comes last when there are several: the one with a RID.
        JsonElement target = targets.EnumerateObject().Select(t => t.Value).LastOrDefault();
        if (target.ValueKind != JsonValueKind.Object) return [];
        return [.. target.EnumerateObject().SelectMany(Assemblies)];
    }

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
