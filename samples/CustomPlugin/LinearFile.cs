using System.Text.Json;
using Mce;

namespace CustomPlugin;

/// <summary>The content of a model file, checked. Immutable.</summary>
internal sealed record LinearFile(int Features, int Classes, float[] Weights, float[] Bias, string[]? Labels, string? Producer, string? Description)
{
    /// <summary>Reads and checks a file: what is wrong with it must come to light here and not at the first request.</summary>
    public static LinearFile Read(string path)
    {
        ModelFileKind kind = ModelFile.Detect(path);
        if (kind != ModelFileKind.Text)
        {
            string hint = ModelFile.FrameworkFor(kind) is { } framework ? $" Name the framework '{framework}' for it." : "";
            throw Invalid(path, $"is {ModelFile.Describe(kind)}; a linear model is JSON.{hint}");
        }

        try
        {
            using FileStream stream = ModelFile.OpenRead(path);
            // Not JsonSerializer: its caches of a plugin's types would keep the plugin from being unloaded.
            using JsonDocument document = JsonDocument.Parse(stream);
            return Read(path, document.RootElement);
        }
        // Text that is no UTF-8 comes to light as InvalidOperationException, and only when it is read.
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw Invalid(path, $"is {ModelFile.Describe(kind)}, but not JSON: {e.Message}", e);
        }
    }

    private static LinearFile Read(string path, JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || Text(path, root, "format") != "linear")
            throw Invalid(path, """is JSON, but not a linear model: it lacks "format": "linear".""");
        if (!root.TryGetProperty("version", out JsonElement version) || version.ValueKind != JsonValueKind.Number || !version.TryGetInt32(out int number) || number != 1)
            throw new MceException(MceErrorCodes.ModelUnsupported, $"'{path}' is a linear model of another version; this backend reads version 1.");

        JsonElement[] rows = [.. Items(path, root, "weights")];
        float[] bias = Numbers(path, root.TryGetProperty("bias", out JsonElement b) ? b : default, "bias");
        if (rows.Length == 0 || bias.Length == 0) throw Invalid(path, "has no weights or no bias.");

        var weights = new float[rows.Length * bias.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            float[] row = Numbers(path, rows[i], $"weights[{i}]");
            if (row.Length != bias.Length) throw Invalid(path, $"has {row.Length} numbers in weights[{i}] and {bias.Length} in bias; they must be equal.");
            row.CopyTo(weights, i * bias.Length);
        }

        string[]? labels = root.TryGetProperty("labels", out _) ? [.. Items(path, root, "labels").Select(l => l.ToString())] : null;
        if (labels is not null && labels.Length != bias.Length) throw Invalid(path, $"has {labels.Length} labels for {bias.Length} classes.");
        return new LinearFile(rows.Length, bias.Length, weights, bias, labels, Text(path, root, "producer"), Text(path, root, "description"));
    }

    private static JsonElement.ArrayEnumerator Items(string path, JsonElement root, string name) =>
        root.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Array
            ? value.EnumerateArray()
            : throw Invalid(path, $"has no list \"{name}\".");

    private static float[] Numbers(string path, JsonElement value, string name)
    {
        if (value.ValueKind != JsonValueKind.Array) throw Invalid(path, $"has no list of numbers in {name}.");
        var numbers = new float[value.GetArrayLength()];
        int i = 0;
        foreach (JsonElement item in value.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Number || !item.TryGetSingle(out float number) || !float.IsFinite(number))
                throw Invalid(path, $"has '{item}' in {name}, which is no float32.");
            numbers[i++] = number;
        }

        return numbers;
    }

    private static string? Text(string path, JsonElement root, string name)
    {
        if (!root.TryGetProperty(name, out JsonElement value)) return null;
        return value.ValueKind == JsonValueKind.String ? value.GetString() : throw Invalid(path, $"has a \"{name}\" that is no text.");
    }

    private static MceException Invalid(string path, string what, Exception? cause = null) =>
        new(MceErrorCodes.ModelInvalid, $"'{path}' {what}", new Dictionary<string, string> { ["path"] = path }, cause);
}
