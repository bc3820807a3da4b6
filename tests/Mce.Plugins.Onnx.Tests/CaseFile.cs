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
        foreach (JsonProperty input in json.GetProperty("inputs").EnumerateObject()) read.Give(input.Name, CaseTensor.Read(input.Value));
        foreach (JsonElement output in json.GetProperty("outputs").EnumerateArray())
        {
            string name = output.GetProperty("name").GetString()!;
            if (output.TryGetProperty("maps", out JsonElement maps)) AddMaps(read, name, [.. maps.EnumerateArray()]);
            else if (output.TryGetProperty("sequence", out JsonElement sequence)) AddSequence(read, name, [.. sequence.EnumerateArray()]);
            else read.Expect(name, CaseTensor.Read(output));
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
        long[] inner = elements.Length == 0 ? [] : CaseTensor.Shape(elements[0]);
        read.Expect(name, values, [elements.Length, .. inner]);
    }
}
