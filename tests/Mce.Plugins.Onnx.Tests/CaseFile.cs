using System.Globalization;
using System.Text.Json;
using Mce.Conformance;

namespace Mce.Plugins.Onnx.Tests;

/// <summary>Reads the inputs and outputs that ONNX Runtime's own Python package computed for the committed test models.</summary>
internal static class CaseFile
{
    public static ConformanceCase[] Read(string model)
    {
        using FileStream file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "TestModels", "onnx", model + ".cases.json"));
        using JsonDocument document = JsonDocument.Parse(file);
        return [.. document.RootElement.GetProperty("cases").EnumerateArray().Select(ReadCase)];
    }

    /// <summary>The case whose first input has this many rows.</summary>
    public static ConformanceCase ReadBatch(string model, int rows)
    {
        ConformanceCase[] cases = Read(model);
        int index = Array.FindIndex(cases, c => c.Inputs.Values.First().Dimensions[0] == rows);
        for (int i = 0; i < cases.Length; i++)
            if (i != index) cases[i].Dispose();
        return cases[index];
    }

    private static ConformanceCase ReadCase(JsonElement json)
    {
        var read = new ConformanceCase();
        foreach (JsonProperty input in json.GetProperty("inputs").EnumerateObject()) read.Give(input.Name, ReadTensor(input.Value));
        foreach (JsonElement output in json.GetProperty("outputs").EnumerateArray())
        {
            string name = output.GetProperty("name").GetString()!;
            if (output.TryGetProperty("maps", out JsonElement maps)) AddMaps(read, name, [.. maps.EnumerateArray()]);
            else if (output.TryGetProperty("sequence", out JsonElement sequence)) AddSequence(read, name, [.. sequence.EnumerateArray()]);
            else read.Expect(name, ReadTensor(output));
        }

        return read;
    }

    private static void AddMaps(ConformanceCase read, string name, JsonElement[] rows)
    {
        string[] keys = rows.Length == 0 ? [] : [.. rows[0].EnumerateObject().Select(p => p.Name)];
        float[] values = [.. rows.SelectMany(row => keys.Select(key => row.GetProperty(key).GetSingle()))];
        read.Expect(name, values, rows.Length, keys.Length);
        if (keys.All(key => long.TryParse(key, out _))) read.Expect($"{name}.keys", Array.ConvertAll(keys, key => long.Parse(key, CultureInfo.InvariantCulture)), keys.Length);
        else read.Expect($"{name}.keys", keys, keys.Length);
    }

    private static void AddSequence(ConformanceCase read, string name, JsonElement[] elements)
    {
        float[] values = [.. elements.SelectMany(e => e.GetProperty("data").EnumerateArray().Select(v => v.GetSingle()))];
        long[] inner = elements.Length == 0 ? [] : Shape(elements[0]);
        read.Expect(name, values, [elements.Length, .. inner]);
    }

    private static InferenceTensor ReadTensor(JsonElement json)
    {
        JsonElement[] data = [.. json.GetProperty("data").EnumerateArray()];
        long[] shape = Shape(json);
        return json.GetProperty("dtype").GetString() switch
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
            "float16" => Make(e => (Half)Number(e)),
            "bfloat16" => Make(e => (BFloat16)(float)Number(e)),
            "float32" => Make(e => (float)Number(e)),
            "float64" => Make(Number),
            "string" => Make(e => e.GetString()!),
            var other => throw new InvalidDataException(other),
        };

        InferenceTensor Make<T>(Func<JsonElement, T> read) => InferenceTensor.FromArray(Array.ConvertAll(data, e => read(e)), shape);
    }

    private static double Number(JsonElement json) => json.ValueKind == JsonValueKind.String
        ? double.Parse(json.GetString()!, CultureInfo.InvariantCulture)
        : json.GetDouble();

    private static long[] Shape(JsonElement json) => [.. json.GetProperty("shape").EnumerateArray().Select(e => e.GetInt64())];
}
