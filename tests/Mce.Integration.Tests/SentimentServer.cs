using System.Text.Json;

namespace Mce.Integration.Tests;

/// <summary>One endpoint with the two sentiment models of the samples, in this process.</summary>
public sealed class SentimentServer : IAsyncLifetime
{
    private readonly MceServer _server = TestServer.CreateBuilder()
        .AddEndpoint("sentiment", e => e
            .AddContainer("englishModel", "mlnet", TestServer.PathOf("sentiment-en.zip"))
            .AddContainer("germanModel", "onnx@1.31.1", TestServer.PathOf("sentiment-de.onnx")))
        .Build();

    public IReadOnlyList<ContainerDescription> Containers => _server.Endpoints[0].Containers;

    public Task InitializeAsync() => _server.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    /// <summary>Asks a container about a batch of texts.</summary>
    public async Task<(string[] Labels, float[] Probabilities)> AskAsync(string container, params string[] texts)
    {
        using InferenceTensor text = InferenceTensor.FromArray(texts, texts.Length);
        using InferenceResponse response = await _server.InvokeAsync(
            new InferenceRequest("sentiment") { TargetContainer = container, Inputs = { ["text"] = text } });
        return (response["label"].ToArray<string>(), response["probability"].ToArray<float>());
    }

    /// <summary>The held-out sentences of a language, <c>en</c> or <c>de</c>.</summary>
    public static (string Label, string Text)[] ReadHeldOut(string language) =>
        [.. File.ReadLines(TestServer.PathOf($"sentiment-{language}-heldout.csv")).Skip(1).Select(line =>
        {
            // The text is the last field, and no sentence has a line break.
            int comma = line.IndexOf(',', StringComparison.Ordinal);
            string text = line[(comma + 1)..];
            return (line[..comma], text.StartsWith('"') ? text[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal) : text);
        })];

    /// <summary>What scikit-learn says of texts, as committed by eng/models/sentiment.py: one batch an element.</summary>
    public static (string[] Texts, string[] Labels, float[] Probabilities)[] ReadGermanCases()
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(TestServer.PathOf("sentiment-de.cases.json")));
        return [.. document.RootElement.GetProperty("cases").EnumerateArray().Select(test => (
            Data(test.GetProperty("inputs").GetProperty("text"), e => e.GetString()!),
            Data(test.GetProperty("outputs")[0], e => e.GetString()!),
            Data(test.GetProperty("outputs")[1], e => e.GetSingle())))];
    }

    private static T[] Data<T>(JsonElement tensor, Func<JsonElement, T> read) => [.. tensor.GetProperty("data").EnumerateArray().Select(read)];
}
