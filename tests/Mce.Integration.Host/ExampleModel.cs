using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mce.Integration.Host;

/// <summary>A small model of a framework, with inputs and the answers that the framework itself gave to them.</summary>
internal sealed class ExampleModel : Example
{
    private const double Tolerance = 1e-4;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    private readonly string _input;
    private readonly (float[] Given, long[] GivenShape, float[] Expected, long[] ExpectedShape)[] _cases;

    /// <param name="framework">The framework as a container names it.</param>
    /// <param name="file">The model's file.</param>
    /// <param name="cases">Which file has its cases.</param>
    /// <param name="leastRows">The rows of a case are repeated until there are as many.</param>
    private ExampleModel(string framework, string file, string cases, int leastRows = 1)
    {
        Framework = framework;
        File = $"models/{file}";
        string path = Path.Combine(AppContext.BaseDirectory, "models", cases + ".cases.json");
        Case[] all = [.. JsonSerializer.Deserialize<CaseFile>(System.IO.File.ReadAllText(path), Json)!.Cases.Where(c => c.Outputs[0].Data.Length > 0)];
        _input = all[0].Inputs.Keys.Single();
        _cases = [.. all.Select(c => Repeat(c.Inputs[_input], c.Outputs[0], leastRows))];
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
        // An ONNX model inside of an ML.NET model.
        "mlnet-onnx" => new("mlnet", "onnx-inside.zip", "onnx-inside"),
        "onnx" => new("onnx@1.31.1", "matmul.onnx", "matmul"),
        // The same model; its output's row dimension has a name that no input has, so its shape can't be foreseen.
        "onnx-own" => new("onnx@1.31.1", "matmul_rows.onnx", "matmul"),
        "torch" => new("torch", "mlp.pt2", "mlp"),
        // Large outputs are handed over without a copy.
        "torch-own" => new("torch", "mlp.pt2", "mlp", leastRows: 2_100),
        _ => throw new ArgumentException($"There is no example model '{name}'.", nameof(name)),
    };

    public override InferenceRequest CreateRequest(int number, out InferenceTensor input)
    {
        (float[] given, long[] shape, _, _) = _cases[number % _cases.Length];
        input = InferenceTensor.FromArray(given, shape);
        return new InferenceRequest("example") { TargetContainer = "model", Inputs = { [_input] = input } };
    }

    public override InferenceTensor CreateOutput(int number) => InferenceTensor.Create<float>(_cases[number % _cases.Length].ExpectedShape);

    public override void Check(int number, InferenceTensor output)
    {
        ReadOnlySpan<float> given = output.AsReadOnlySpan<float>(), expected = _cases[number % _cases.Length].Expected;
        bool right = given.Length == expected.Length;
        for (int i = 0; right && i < expected.Length; i++) right = Math.Abs(given[i] - expected[i]) <= Tolerance;
        if (!right) throw new InvalidOperationException($"{Framework} answered {Format(given)} where {Format(expected)} is right.");
    }

    public override MceServerBuilder CreateBuilder() => new MceServerBuilder()
        .AddPluginDirectory("plugins")
        .AddEndpoint("example", e => e.AddContainer("model", Framework, File));

    private static (float[] Given, long[] GivenShape, float[] Expected, long[] ExpectedShape) Repeat(Tensor given, Tensor expected, int leastRows)
    {
        var times = (int)((leastRows + given.Shape[0] - 1) / given.Shape[0]);
        return (Repeat(given.Data), Shape(given), Repeat(expected.Data), Shape(expected));

        float[] Repeat(float[] rows) => [.. Enumerable.Repeat(rows, times).SelectMany(r => r)];
        long[] Shape(Tensor tensor) => [tensor.Shape[0] * times, .. tensor.Shape[1..]];
    }

    private static string Format(ReadOnlySpan<float> values) => $"[{string.Join(", ", values[..Math.Min(8, values.Length)].ToArray())}…]";

    private sealed record CaseFile(Case[] Cases);

    private sealed record Case(Dictionary<string, Tensor> Inputs, Tensor[] Outputs);

    private sealed record Tensor(long[] Shape, float[] Data);
}
