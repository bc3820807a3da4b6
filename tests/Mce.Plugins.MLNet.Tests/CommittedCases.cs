using System.Globalization;
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

    private static InferenceTensor ReadTensor(JsonElement json, bool keyValues)
    {
        long[] shape = [.. json.GetProperty("shape").EnumerateArray().Select(d => d.GetInt64())];
        bool mapped = json.TryGetProperty("values", out JsonElement values) && keyValues;
        JsonElement[] data = [.. (mapped ? values : json.GetProperty("data")).EnumerateArray()];
        InferenceTensor Make<T>(Func<JsonElement, T> read) => InferenceTensor.FromArray([.. data.Select(read)], shape);
        return mapped ? Make(e => e.GetString()!) : json.GetProperty("dtype").GetString() switch
        {
            "bool" => Make(e => e.GetBoolean()),
            "int8" => Make(e => e.GetSByte()),
            "int16" => Make(e => e.GetInt16()),
            "int32" => Make(e => e.GetInt32()),
            "int64" => Make(e => e.GetInt64()),
            "uint8" => Make(e => e.GetByte()),
            "uint16" => Make(e => e.GetUInt16()),
            "uint32" => Make(e => e.GetUInt32()),
            "uint64" => Make(e => e.GetUInt64()),
            "float32" => Make(e => (float)ReadNumber(e, j => j.GetSingle())),
            "float64" => Make(e => ReadNumber(e, j => j.GetDouble())),
            "string" => Make(e => e.GetString()!),
            "datetime" => Make(e => DateTime.Parse(e.GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind).Ticks),
            "datetimeoffset" => Make(e => DateTimeOffset.Parse(e.GetString()!, CultureInfo.InvariantCulture).UtcTicks),
            "timespan" => Make(e => TimeSpan.Parse(e.GetString()!, CultureInfo.InvariantCulture).Ticks),
            string other => throw new InvalidDataException($"The case file has a tensor of type {other}."),
            null => throw new InvalidDataException("The case file has a tensor without a type."),
        };
    }

    // JSON has no NaN and no infinity: the files spell them out.
    private static double ReadNumber(JsonElement json, Func<JsonElement, double> read) =>
        json.ValueKind == JsonValueKind.String ? double.Parse(json.GetString()!, CultureInfo.InvariantCulture) : read(json);
}
