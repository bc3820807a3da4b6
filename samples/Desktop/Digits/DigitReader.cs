using System.Diagnostics;
using Mce;

namespace Desktop.Digits;

/// <summary>Three frameworks in this process, one model each.</summary>
internal sealed class DigitReader : IDigitReader
{
    private const string Endpoint = "digits";

    private readonly CancellationTokenSource _closing = new();
    private Task _starting = Task.CompletedTask;
    private MceServer? _server;
    private bool _disposed;

    public IReadOnlyList<DigitModel> Models { get; } =
    [
        new("mlnet", "ML.NET", "digits.zip"),
        new("onnx", "ONNX Runtime", "digits.onnx"),
        new("torch", "PyTorch", "digits.pt2"),
    ];

    public Task StartAsync(IProgress<ModelLoadProgress> progress) => _starting = Task.Run(() =>
    {
        _server = new MceServerBuilder()
            .AddPluginDirectory("plugins")
            .AddEndpoint(Endpoint, e =>
            {
                foreach (DigitModel model in Models) e.AddContainer(model.Container, framework: model.Container, $"models/{model.File}");
            })
            .OnLoadProgress(progress.Report)
            .Build();
        return _server.StartAsync(_closing.Token);
    });

    public Task<Reading> ReadAsync(byte[] ink) => Task.Run(async () =>
    {
        float[] pixels = DigitImage.Reduce(ink);
        using InferenceTensor input = InferenceTensor.FromArray(pixels, 1, pixels.Length);
        var answers = new List<Answer>();
        // One after the other: side by side they would share the processor, and each latency would be the others' too.
        foreach (DigitModel model in Models) answers.Add(await AskAsync(model, input));
        return new Reading(pixels, answers);
    });

    public PluginReport CreatePluginReport() => Server.CreatePluginReport();

    public async ValueTask DisposeAsync()
    {
        if (_disposed) return;
        _disposed = true;
        await _closing.CancelAsync();
        await _starting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // its error went to StartAsync's caller
        if (_server is not null) await _server.DisposeAsync();
        _closing.Dispose();
    }

    private MceServer Server => _server ?? throw new InvalidOperationException("Start it first.");

    private async Task<Answer> AskAsync(DigitModel model, InferenceTensor input)
    {
        var request = new InferenceRequest(Endpoint) { TargetContainer = model.Container, Inputs = { ["pixels"] = input } };
        long began = Stopwatch.GetTimestamp();
        try
        {
            using InferenceResponse response = await Server.InvokeAsync(request);
            TimeSpan latency = Stopwatch.GetElapsedTime(began);
            return new Answer(ScoresOf(response), latency);
        }
        catch (Exception e) when (e is MceException or (InvalidOperationException and not ObjectDisposedException))
        {
            return new Answer([], Stopwatch.GetElapsedTime(began), e.Message);
        }
    }

    /// <summary>Every model has one output with ten probabilities; its name differs.</summary>
    private static float[] ScoresOf(InferenceResponse response)
    {
        for (int i = 0; i < response.Count; i++)
            if (response[i].ElementType == TensorElementType.Float32 && response[i].ElementCount == 10) return response[i].ToArray<float>();
        throw new InvalidOperationException($"'{response.Container}' has no output with ten scores.");
    }
}
