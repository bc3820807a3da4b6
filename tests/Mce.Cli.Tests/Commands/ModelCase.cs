using System.Text;
using System.Text.Json;

namespace Mce.Cli.Tests.Commands;

/// <summary>The second case of a test model: inputs of two rows, and what the framework itself made of them.</summary>
internal sealed class ModelCase : IDisposable
{
    private readonly JsonDocument _document;

    public ModelCase(string model)
    {
        Model = Cli.InRepository($"tests/TestModels/{model}");
        _document = JsonDocument.Parse(File.ReadAllText(Path.ChangeExtension(Model, ".cases.json")));
    }

    public string Model { get; }

    private JsonElement Case => _document.RootElement.GetProperty("cases")[1];

    /// <summary>The numbers of the input of that position.</summary>
    public float[] Input(int slot) => Numbers(Case.GetProperty("inputs").EnumerateObject().ElementAt(slot).Value);

    /// <summary>The numbers of the first output.</summary>
    public float[] Output() => Numbers(Case.GetProperty("outputs")[0]);

    /// <summary>The shape of the first output.</summary>
    public string OutputShape() => $"({string.Join(", ", Case.GetProperty("outputs")[0].GetProperty("shape").EnumerateArray())}{(Case.GetProperty("outputs")[0].GetProperty("shape").GetArrayLength() == 1 ? "," : "")})";

    /// <summary>A <c>.npy</c> file of float32, read as NumPy's description of the format says and no further.</summary>
    public static (string Header, float[] Numbers) ReadNpy(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        int length = BitConverter.ToUInt16(bytes, 8);
        string header = Encoding.ASCII.GetString(bytes, 10, length);
        Assert.Contains("'descr': '<f4'", header, StringComparison.Ordinal);
        float[] numbers = new float[(bytes.Length - 10 - length) / sizeof(float)];
        Buffer.BlockCopy(bytes, 10 + length, numbers, 0, numbers.Length * sizeof(float));
        return (header, numbers);
    }

    public void Dispose() => _document.Dispose();

    private static float[] Numbers(JsonElement tensor) => [.. tensor.GetProperty("data").EnumerateArray().Select(n => n.GetSingle())];
}
