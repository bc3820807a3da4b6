using System.Text.Json;

namespace Mce.Cli.Checking;

/// <summary>Reads single cases of a manifest. Properties that it doesn't know are passed over: manifests carry notes.</summary>
/// <param name="folder">Where relative paths start.</param>
/// <param name="manifest">The manifest's path, for messages.</param>
internal sealed class CaseReader(string folder, string manifest)
{
    /// <exception cref="UsageException">It is no case; the message says which part isn't.</exception>
    public CheckCase Read(JsonElement json, int index)
    {
        string where = $"case {index}";
        if (json.ValueKind != JsonValueKind.Object) throw Wrong(where, $"is {JsonText.Describe(json)}; a case is an object");
        string name = Text(json, where, "name");
        where = $"case {index} ('{name}')";
        return new CheckCase
        {
            Name = name,
            Model = FullPath(Text(json, where, "model"), where, "model"),
            Framework = OptionalText(json, where, "framework"),
            Settings = new BackendSettings(Settings(json, where)),
            Inputs = Files(json, where, "inputs"),
            Outputs = Files(json, where, "outputs"),
            Tolerance = new Tolerance(Number(json, where, "rtol"), Number(json, where, "atol")),
        };
    }

    private string Text(JsonElement json, string where, string property) =>
        OptionalText(json, where, property) ?? throw Wrong(where, $"has no \"{property}\"");

    private string? OptionalText(JsonElement json, string where, string property)
    {
        if (!json.TryGetProperty(property, out JsonElement value) || value.ValueKind == JsonValueKind.Null) return null;
        if (value.ValueKind != JsonValueKind.String || value.GetString() is not { Length: > 0 } text)
            throw Wrong(where, $"has a \"{property}\" that is {JsonText.Describe(value)}; it must be text");
        return text;
    }

    private double? Number(JsonElement json, string where, string property)
    {
        if (!json.TryGetProperty(property, out JsonElement value) || value.ValueKind == JsonValueKind.Null) return null;
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out double number) || !double.IsFinite(number) || number < 0)
            throw Wrong(where, $"has a \"{property}\" that is {JsonText.Describe(value)}; it must be a number from 0 on");
        return number;
    }

    private List<CaseFile> Files(JsonElement json, string where, string property)
    {
        if (!json.TryGetProperty(property, out JsonElement files)) throw Wrong(where, $"has no \"{property}\"; write {{}} if there are none");
        if (files.ValueKind != JsonValueKind.Object) throw Wrong(where, $"has \"{property}\" that are {JsonText.Describe(files)}; write {{\"NAME\":\"FILE.npy\"}} or {{\"0\":\"FILE.npy\"}}");
        var found = new List<CaseFile>();
        foreach (JsonProperty file in files.EnumerateObject())
        {
            if (file.Value.ValueKind != JsonValueKind.String || file.Value.GetString() is not { Length: > 0 } path)
                throw Wrong(where, $"has for \"{property}\" '{file.Name}' {JsonText.Describe(file.Value)}; it must be the path of a file");
            if (found.Exists(f => f.Key == file.Name)) throw Wrong(where, $"has \"{property}\" with '{file.Name}' twice");
            found.Add(new CaseFile(file.Name, FullPath(path, where, property)));
        }

        return found;
    }

    private Dictionary<string, string> Settings(JsonElement json, string where)
    {
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (!json.TryGetProperty("settings", out JsonElement settings) || settings.ValueKind == JsonValueKind.Null) return values;
        if (settings.ValueKind != JsonValueKind.Object) throw Wrong(where, $"has \"settings\" that are {JsonText.Describe(settings)}; write {{\"KEY\":\"VALUE\"}}");
        foreach (JsonProperty setting in settings.EnumerateObject())
            values[setting.Name] = setting.Value.ValueKind == JsonValueKind.String ? setting.Value.GetString()! : setting.Value.GetRawText();
        return values;
    }

    private string FullPath(string path, string where, string property)
    {
        try
        {
            return Path.GetFullPath(path, folder);
        }
        catch (ArgumentException e)
        {
            throw Wrong(where, $"has for \"{property}\" a path that can't be one: {e.Message}");
        }
    }

    private UsageException Wrong(string where, string what) => new($"'{manifest}', {where}: it {what}. 'mce check --help' shows a manifest.");
}
