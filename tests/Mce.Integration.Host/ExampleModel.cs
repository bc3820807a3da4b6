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
    private readonly int _leastRows;

    /// <param name="framework">The framework as a container names it.</param>
    /// <param name="file">The model's file.</param>
    /// <param name="cases">Which file has its cases.</param>
    /// <param name="leastRows">The rows of a case are repeated until there are as many.</param>
    private ExampleModel(string framework, string file, string cases, int leastRows = 1)
    {
        Framework = framework;
        File = $"models/{file}";
        _leastRows = leastRows;
        string path = Path.Combine(AppContext.BaseDirectory, "models", cases + ".cases.json");
        _cases = [.. JsonSerializer.Deserialize<CaseFile>(System.IO.File.ReadAllText(path), Json)!.Cases.Where(c => c.Outputs[0].Data.Length > 0)];
        _input = _cases[0].Inputs.Keys.Single();
    }

    /// <summary>The framework as a container names it.</summary>
    public string Framework { get; }

    /// <summary>The plugin's name.</summary>
    public string Plugin => Framework.Split('@')[0];

    public string File { get; }

    /// <summary>By name; with <c>-own</c>, the outputs lie in memory of the framework's own.</summary>
    public static ExampleModel Of(string name) => name switch
    {
        "mlnet" => new("mlnet", "numeric.zip", "numeric"),
        "onnx" => new("onnx@1.31.1", "matmul.onnx", "matmul"),
        // The same model; its output's row dimension has a name that no input has, so its shape can't be foreseen.
        "onnx-own" => new("onnx@1.31.1", "matmul_rows.onnx", "matmul"),
        "torch" => new("torch", "mlp.pt2", "mlp"),
        // Large outputs are handed over without a copy.
        "torch-own" => new("torch", "mlp.pt2", "mlp", leastRows: 2_100),
        _ => throw new ArgumentException($"There is no example model '{name}'.", nameof(name)),
    };

    /// <summary>A request for one of the cases. Its one input is the caller's to dispose.</summary>
    public InferenceRequest CreateRequest(int number, out InferenceTensor input)
    {
        Tensor given = _cases[number % _cases.Length].Inputs[_input];
        int repeats = RepeatsOf(given);
        input = InferenceTensor.FromArray(Repeat(given.Data, repeats), [given.Shape[0] * repeats, .. given.Shape.Skip(1)]);
        return new InferenceRequest("example") { TargetContainer = "model", Inputs = { [_input] = input } };
    }

    /// <summary>Compares an output with the framework's own answer.</summary>
    public void Check(int number, InferenceTensor output)
    {
        Case asked = _cases[number % _cases.Length];
        float[] given = output.ToArray<float>(), expected = Repeat(asked.Outputs[0].Data, RepeatsOf(asked.Inputs[_input]));
        if (given.Length != expected.Length || given.Zip(expected).Any(p => !(Math.Abs(p.First - p.Second) <= Tolerance)))
            throw new InvalidOperationException($"{Framework} answered [{string.Join(", ", given.Take(8))}…] where [{string.Join(", ", expected.Take(8))}…] is right.");
    }

    public MceServerBuilder CreateBuilder() => new MceServerBuilder()
        .AddPluginDirectory("plugins")
        .AddEndpoint("example", e => e.AddContainer("model", Framework, File));

    private static float[] Repeat(float[] rows, int times) => [.. Enumerable.Repeat(rows, times).SelectMany(r => r)];

    private int RepeatsOf(Tensor input) => (int)((_leastRows + input.Shape[0] - 1) / input.Shape[0]);

    private sealed record CaseFile(Case[] Cases);

    private sealed record Case(Dictionary<string, Tensor> Inputs, Tensor[] Outputs);

    private sealed record Tensor(long[] Shape, float[] Data);
}
