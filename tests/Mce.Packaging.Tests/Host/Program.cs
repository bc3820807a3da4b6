// A host of one's own, given a folder of models and held-out digits: classifies them with each framework and prints how many
// of a thousand it got right, one line a container.
using Mce;

string models = args[0];
string[][] rows = [.. File.ReadLines(args[1]).Skip(1).Take(100).Select(line => line.Split(','))];
float[] pixels = [.. rows.SelectMany(row => row.Skip(1)).Select(float.Parse)];
int[] labels = [.. rows.Select(row => int.Parse(row[0]))];

await using MceServer server = new MceServerBuilder()
    .AddPluginDirectory("plugins")
    .AddEndpoint("digits", endpoint => endpoint
        .AddContainer("mlnet", "mlnet", Path.Combine(models, "digits.zip"))
        .AddContainer("onnx", "onnx", Path.Combine(models, "digits.onnx"))
        .AddContainer("torch", "torch", Path.Combine(models, "digits.pt2")))
    .Build();
await server.StartAsync();

foreach (string container in new[] { "mlnet", "onnx", "torch" })
{
    using var images = InferenceTensor.FromArray(pixels, labels.Length, 64);
    using InferenceResponse response = await server.InvokeAsync(new InferenceRequest("digits") { TargetContainer = container, Inputs = { images } });
    int scores = Enumerable.Range(0, response.Count).First(slot => response.Specs[slot].ElementType == TensorElementType.Float32);
    Console.WriteLine($"{container} {1000 * Right(response[scores].AsSpan<float>(), labels) / labels.Length}");
}

static int Right(ReadOnlySpan<float> scores, int[] labels)
{
    int right = 0;
    for (int row = 0; row < labels.Length; row++)
    {
        float[] digits = scores.Slice(row * 10, 10).ToArray();
        if (Array.IndexOf(digits, digits.Max()) == labels[row]) right++;
    }

    return right;
}
