using System.Text.Json;
using Mce.Conformance;

namespace Mce.Cli.Tests.TensorFiles;

/// <summary>The committed files that NumPy wrote, with what NumPy says is in them. <c>eng/tensorfiles/npy.py</c> makes both.</summary>
internal static class NpyFiles
{
    private static readonly Dictionary<string, JsonElement> ByName = ReadExpected();

    public static IEnumerable<string> Names => ByName.Keys;

    public static string PathOf(string name) => Cli.InRepository($"tests/Mce.Cli.Tests/TensorFiles/Files/{name}");

    public static InferenceTensor Expected(string name) => CaseTensor.Read(ByName[name]);

    private static Dictionary<string, JsonElement> ReadExpected()
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(PathOf("expected.json")));
        return document.RootElement.EnumerateArray().ToDictionary(e => e.GetProperty("file").GetString()!, e => e.Clone());
    }
}
