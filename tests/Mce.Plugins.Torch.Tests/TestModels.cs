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
            result.Give(spec.Name, CaseTensor.Read(input.Value));
        foreach ((JsonElement output, TensorSpec spec) in root.GetProperty("outputs").EnumerateArray().Zip(signature.Outputs))
            result.Expect(spec.Name, CaseTensor.Read(output));
        return result;
    }

    private static JsonDocument Open(string name) => JsonDocument.Parse(File.ReadAllBytes(Path(name + ".cases.json")));
}
