using System.Text.Json;
using Mce.Conformance;

namespace Mce.Plugins.MLNet.Tests;

/// <summary>Reads <c>tests/TestModels/mlnet</c>: models with the answers that ML.NET gave in the program that made them.</summary>
internal static class CommittedCases
{
    public static string PathOf(string model) => Path.Combine(AppContext.BaseDirectory, "models", model + ".zip");

    /// <summary>The cases of a model, in the file's order. The caller disposes them.</summary>
    /// <param name="model">The file's name without its extension.</param>
    /// <param name="keyValues">Whether keys are expected as the values they stand for.</param>
    public static ConformanceCase[] Read(string model, bool keyValues = true)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Path.ChangeExtension(PathOf(model), ".cases.json")));
        return [.. document.RootElement.GetProperty("cases").EnumerateArray().Select(c => ReadCase(c, keyValues))];
    }

    private static ConformanceCase ReadCase(JsonElement json, bool keyValues)
    {
        var result = new ConformanceCase();
        foreach (JsonProperty input in json.GetProperty("inputs").EnumerateObject()) result.Give(input.Name, ReadTensor(input.Value, keyValues));
        foreach (JsonElement output in json.GetProperty("outputs").EnumerateArray()) result.Expect(output.GetProperty("name").GetString()!, ReadTensor(output, keyValues));
        return result;
    }

    private static InferenceTensor ReadTensor(JsonElement json, bool keyValues) =>
        keyValues && json.TryGetProperty("values", out JsonElement values)
            ? InferenceTensor.FromArray([.. values.EnumerateArray().Select(v => v.GetString()!)], CaseTensor.Shape(json))
            : CaseTensor.Read(json);
}
