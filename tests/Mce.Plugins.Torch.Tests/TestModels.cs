using System.Text.Json;
using Mce.Conformance;

namespace Mce.Plugins.Torch.Tests;

/// <summary>The archives of the tests and the answers that PyTorch gave.</summary>
internal static class TestModels
{
    public static string Path(string file) => System.IO.Path.Combine(AppContext.BaseDirectory, "TestModels", file);

    /// <summary>The names of the archives that have cases.</summary>
    public static IEnumerable<string> WithCases =>
        Directory.EnumerateFiles(System.IO.Path.Combine(AppContext.BaseDirectory, "TestModels"), "*.cases.json")
            .Select(f => System.IO.Path.GetFileName(f)[..^".cases.json".Length])
            .Where(n => File.Exists(Path(n + ".pt2")))
            .Order(StringComparer.Ordinal);

    public static int CountCases(string name)
    {
        using JsonDocument document = Open(name);
        return document.RootElement.GetProperty("cases").GetArrayLength();
    }

    /// <summary>A case; inputs and outputs are named by the signature, which has them in the case's order.</summary>
    public static ConformanceCase ReadCase(string name, int index, ModelSignature signature)
    {
        using JsonDocument document = Open(name);
        JsonElement root = document.RootElement.GetProperty("cases")[index];
        var result = new ConformanceCase();
        foreach ((JsonProperty input, TensorSpec spec) in root.GetProperty("inputs").EnumerateObject().Zip(signature.Inputs))
            result.Give(spec.Name, ReadTensor(input.Value));
        foreach ((JsonElement output, TensorSpec spec) in root.GetProperty("outputs").EnumerateArray().Zip(signature.Outputs))
            result.Expect(spec.Name, ReadTensor(output));
        return result;
    }

    private static JsonDocument Open(string name) => JsonDocument.Parse(File.ReadAllBytes(Path(name + ".cases.json")));

    private static InferenceTensor ReadTensor(JsonElement element)
    {
        long[] shape = [.. element.GetProperty("shape").EnumerateArray().Select(d => d.GetInt64())];
        JsonElement[] data = [.. element.GetProperty("data").EnumerateArray()];
        return element.GetProperty("dtype").GetString() switch
        {
            "float32" => Of(Number => (float)Number),
            "float64" => Of(Number => Number),
            "float16" => Of(Number => (Half)Number),
            "bfloat16" => Of(Number => BFloat16.FromSingle((float)Number)),
            "int64" => InferenceTensor.FromArray([.. data.Select(d => d.GetInt64())], shape),
            "int32" => InferenceTensor.FromArray([.. data.Select(d => d.GetInt32())], shape),
            "int16" => InferenceTensor.FromArray([.. data.Select(d => d.GetInt16())], shape),
            "int8" => InferenceTensor.FromArray([.. data.Select(d => d.GetSByte())], shape),
            "uint8" => InferenceTensor.FromArray([.. data.Select(d => d.GetByte())], shape),
            "bool" => InferenceTensor.FromArray([.. data.Select(d => d.GetBoolean())], shape),
            string other => throw new NotSupportedException(other),
            null => throw new FormatException("no dtype"),
        };

        InferenceTensor Of<T>(Func<double, T> convert) => InferenceTensor.FromArray([.. data.Select(d => convert(ReadNumber(d)))], shape);
    }

    private static double ReadNumber(JsonElement element) => element.ValueKind != JsonValueKind.String ? element.GetDouble() : element.GetString() switch
    {
        "NaN" => double.NaN,
        "Infinity" => double.PositiveInfinity,
        _ => double.NegativeInfinity,
    };
}
