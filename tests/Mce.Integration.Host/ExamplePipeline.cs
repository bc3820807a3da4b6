using System.Globalization;

namespace Mce.Integration.Host;

/// <summary>The digits pipeline: ML.NET scales, ONNX computes features, Torch classifies.</summary>
internal sealed class ExamplePipeline : Example
{
    private const int Pixels = 64;
    private const int Digits = 10;
    private const int Samples = 20; // all of which the models get right

    private readonly float[][] _rows =
    [
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "data", "digits-heldout.csv"))
            .Skip(1)
            .Take(Samples)
            .Select(line => line.Split(',').Select(v => float.Parse(v, CultureInfo.InvariantCulture)).ToArray()),
    ];

    public override MceServerBuilder CreateBuilder() => new MceServerBuilder()
        .AddPluginDirectory("plugins")
        .AddEndpoint("example", e => e
            .AsSerial()
            .AddContainer("scale", "mlnet", "models/digits-scale.zip")
            .AddContainer("features", "onnx@1.31.1", "models/digits-features.onnx")
            .AddContainer("classify", "torch", "models/digits-head.pt2"));

    public override InferenceRequest CreateRequest(int number, out InferenceTensor input)
    {
        input = InferenceTensor.FromMemory(_rows[number % Samples].AsMemory(1), 1, Pixels);
        return new InferenceRequest("example") { Inputs = { input } };
    }

    public override InferenceTensor CreateOutput(int number) => InferenceTensor.Create<float>(1, Digits);

    public override void Check(int number, InferenceTensor output)
    {
        float[] scores = output.ToArray<float>();
        var label = (int)_rows[number % Samples][0];
        if (scores.Length != Digits || Array.IndexOf(scores, scores.Max()) != label)
            throw new InvalidOperationException($"The pipeline answered [{string.Join(", ", scores)}] where {label} is right.");
    }
}
