using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mce.Integration.Host;

/// <summary>A small model of a framework, with inputs and the answers that the framework itself gave to them.</summary>
internal sealed class ExampleModel
{
    private const double Tolerance = 1e-4;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    private readonly Case[] _cases;
    private readonly string _input;

    private ExampleModel(string framework, string selector, string file)
    {
        Framework = framework;
        Selector = selector;
        File = $"models/{file}";
        string path = Path.Combine(AppContext.BaseDirectory, "models", Path.GetFileNameWithoutExtension(file) + ".cases.json");
        _cases = [.. JsonSerializer.Deserialize<CaseFile>(System.IO.File.ReadAllText(path), Json)!.Cases.Where(c => c.Outputs[0].Data.Length > 0)];
        _input = _cases[0].Inputs.Keys.Single();
    }

    public string Framework { get; }

    /// <summary>The framework as a container names it.</summary>
    public string Selector { get; }

    public string File { get; }

    public static ExampleModel Of(string framework) => framework switch
    {
        "mlnet" => new(framework, "mlnet", "numeric.zip"),
        "onnx" => new(framework, "onnx@1.31.1", "matmul.onnx"),
        "torch" => new(framework, "torch", "mlp.pt2"),
        _ => throw new ArgumentException($"There is no example model of '{framework}'.", nameof(framework)),
    };

    /// <summary>A request for one of the cases. Its one input is the caller's to dispose.</summary>
    public InferenceRequest CreateRequest(int number, out InferenceTensor input)
    {
        Tensor given = _cases[number % _cases.Length].Inputs[_input];
        input = InferenceTensor.FromArray([.. given.Data], given.Shape);
        return new InferenceRequest("example") { TargetContainer = "model", Inputs = { [_input] = input } };
    }

    /// <summary>Compares an output with the framework's own answer.</summary>
    public void Check(int number, InferenceTensor output)
    {
        float[] given = output.ToArray<float>(), expected = _cases[number % _cases.Length].Outputs[0].Data;
        if (given.Length != expected.Length || given.Zip(expected).Any(p => !(Math.Abs(p.First - p.Second) <= Tolerance)))
            throw new InvalidOperationException($"{Framework} answered [{string.Join(", ", given)}] where [{string.Join(", ", expected)}] is right.");
    }

    public MceServerBuilder CreateBuilder() => new MceServerBuilder()
        .AddPluginDirectory("plugins")
        .AddEndpoint("example", e => e.AddContainer("model", Selector, File));

    private sealed record CaseFile(Case[] Cases);

    private sealed record Case(Dictionary<string, Tensor> Inputs, Tensor[] Outputs);

    private sealed record Tensor(long[] Shape, float[] Data);
}
