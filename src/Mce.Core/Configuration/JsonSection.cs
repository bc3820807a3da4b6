using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;

namespace Mce;

/// <summary>A JSON text as a configuration section, so that one reader serves both. Immutable.</summary>
internal sealed class JsonSection : IConfigurationSection
{
    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false, AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    private readonly JsonSection[] _children;

    private JsonSection(string key, string path, JsonElement element)
    {
        Key = key;
        Path = path;
        _children = element.ValueKind switch
        {
            JsonValueKind.Object => [.. element.EnumerateObject().Select(p => new JsonSection(p.Name, $"{path}:{p.Name}", p.Value))],
            JsonValueKind.Array => [.. element.EnumerateArray().Select((e, i) => new JsonSection($"{i}", $"{path}:{i}", e))],
            _ => [],
        };
        Value = element.ValueKind switch
        {
            JsonValueKind.String => element.GetString(),
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => element.GetRawText(),
            _ => null,
        };
    }

    public string Key { get; }

    public string Path { get; }

    public string? Value { get; set; }

    public string? this[string key]
    {
        get => GetSection(key).Value;
        set => throw new NotSupportedException();
    }

    /// <returns>Null when the text isn't an object in JSON; the error says why.</returns>
    public static JsonSection? TryParse(string json, string path, ICollection<MceException> errors)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, Options);
            if (document.RootElement.ValueKind == JsonValueKind.Object) return new JsonSection(path, path, document.RootElement);
            errors.Add(ConfigurationErrors.Invalid($"{path}: the JSON is no object but {document.RootElement.ValueKind}."));
        }
        catch (JsonException e)
        {
            errors.Add(ConfigurationErrors.Invalid($"{path}: this is no JSON. {e.Message}"));
        }

        return null;
    }

    public IConfigurationSection GetSection(string key) =>
        _children.FirstOrDefault(c => c.Key.Equals(key, StringComparison.OrdinalIgnoreCase)) ?? new JsonSection(key, $"{Path}:{key}", default);

    public IEnumerable<IConfigurationSection> GetChildren() => _children;

    // It never changes.
    public IChangeToken GetReloadToken() => new CancellationChangeToken(CancellationToken.None);
}
