using Microsoft.Extensions.Configuration;

namespace Mce.Testing.Tests;

/// <summary>The examples of docs/testing-your-app.md. <see cref="DocumentationTests"/> holds the two together.</summary>
public sealed class Examples
{
    [Fact]
    public async Task Invoke_OneModel_Doubles()
    {
        var model = new ScriptedModel().Maps(x => 2 * x);
        await using MceTestServer server = await MceTestServer.StartAsync(model);

        float[] y = await server.InvokeAsync([1, 2, 3]);

        Assert.Equal([2, 4, 6], y);
        Assert.Equal(1, model.Calls);
    }

    [Fact]
    public async Task Classify_ScriptedScores_PicksTheHighest()
    {
        await using MceTestServer server = await MceTestServer.StartAsync(new ScriptedModel().Answers(0.1f, 0.7f, 0.2f));

        var classifier = new DigitClassifier(server.Server); // a class of the application's

        Assert.Equal(1, await classifier.ClassifyAsync([0, 0, 0]));
    }

    [Fact]
    public async Task Start_OwnConfiguration_Serves()
    {
        IConfiguration settings = new ConfigurationBuilder().AddJsonFile("appsettings.json").Build();
        await using MceTestServer server = await MceTestServer.StartAsync(test => test
            .AddFramework("onnx", "1.31.1")
            .AddFramework("mlnet", "5.0.1")
            .AddModel("models/scale.zip", new ScriptedModel().WithSignature("pixels", "scaled").Maps(x => x / 255))
            .AddModel("models/digits.onnx", new ScriptedModel().WithSignature("scaled", "scores"))
            .AddConfiguration(settings.GetSection("Mce")));

        float[] scores = await server.InvokeAsync("digits", null, [255, 0]);

        Assert.Equal([1, 0], scores);

        Assert.Equal(
            """
            digits: serial, at most 2 s (pixels: float32[n]) → (scores: float32[n])
              scale: mlnet 5.0.1, scale.zip, 1 replica, queue 1000
                (pixels: float32[n]) → (scaled: float32[n])
                pixels ← request.pixels
              classify: onnx 1.31.1, digits.onnx, 2 replicas (1 to 4), queue 50
                (scaled: float32[n]) → (scores: float32[n])
                scaled ← scale.scaled

            """,
            ServerDescription.Of(server.Server).ToString());
    }

    [Fact]
    public async Task Invoke_SlowModel_AnswersWhenTheClockSays()
    {
        ScriptedModel model = new ScriptedModel().Takes(TimeSpan.FromSeconds(3));
        await using MceTestServer server = await MceTestServer.StartAsync(model);

        Task<float[]> call = server.InvokeAsync([1]);
        server.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.False(call.IsCompleted);

        server.Time.Advance(TimeSpan.FromSeconds(1));
        float[] y = await call;

        Assert.Equal([1], y);
    }

    [Fact]
    public async Task Invoke_Gate_OneAfterTheOther()
    {
        var gate = new Gate();
        ScriptedModel model = new ScriptedModel().WaitsAt(gate);
        await using MceTestServer server = await MceTestServer.StartAsync(model, c => c.WithInstances(1));

        Task<float[]> first = server.InvokeAsync([1]);
        await gate.EnteredAsync();                     // the model has it
        Task<float[]> second = server.InvokeAsync([2]); // waits in the queue: there is one replica

        gate.Release();
        await first;
        await gate.EnteredAsync(2);
        gate.Open();
        await second;

        Assert.Equal(1, model.MostRunning);
    }

    [Fact]
    public async Task Invoke_Failures_AreTheServersErrors()
    {
        ScriptedModel model = new ScriptedModel()
            .FailsOnCall(2)
            .Fails(call => call.Values[0] < 0, () => new InvalidOperationException("negative"));
        await using MceTestServer server = await MceTestServer.StartAsync(model);

        await server.InvokeAsync([1]);
        MceException scripted = await Assert.ThrowsAsync<MceException>(() => server.InvokeAsync([1]));
        MceException own = await Assert.ThrowsAsync<MceException>(() => server.InvokeAsync([-1]));

        Assert.Equal(MceErrorCodes.ModelFailed, scripted.Code);
        Assert.Contains("negative", own.Message);

        model.Heals();
        await server.InvokeAsync([-1]);
    }

    [Fact]
    public async Task Invoke_QueueFull_IsRefused()
    {
        ScriptedModel model = new ScriptedModel().Stalls();
        await using MceTestServer server = await MceTestServer.StartAsync(model, c => c.WithInstances(1).WithMaxQueueLength(1));

        Task<float[]> running = server.InvokeAsync([1]);
        Task<float[]> waiting = server.InvokeAsync([2]);
        MceException full = await Assert.ThrowsAsync<MceException>(() => server.InvokeAsync([3]));

        Assert.Equal(MceErrorCodes.Overloaded, full.Code);
        Assert.True(full.IsTransient);

        model.Heals();
        await Task.WhenAll(running, waiting);
    }

    [Fact]
    public async Task Start_OwnServer_Serves()
    {
        string folder = Directory.CreateTempSubdirectory("mce-test-").FullName;
        Directory.CreateDirectory(Path.Combine(folder, "models"));
        File.WriteAllBytes(Path.Combine(folder, "models", "digits.onnx"), []);
        var backend = new ScriptedBackend(TimeProvider.System).Add("digits.onnx", new ScriptedModel().Answers(0.9f, 0.1f));
        await using MceServer server = new MceServerBuilder()
            .AddBackend("onnx", "1.31.1", () => backend)
            .AddEndpoint("digits", e => e.AddContainer("cnn", "onnx", "models/digits.onnx"))
            .Configure(o => o.BaseDirectory = folder) // models/digits.onnx must exist there; what is in it doesn't matter
            .Build();
        await server.StartAsync();

        Assert.Equal(1, backend.Loads);
        Directory.Delete(folder, recursive: true);
    }

    private sealed class DigitClassifier(IInferenceServer server)
    {
        public async Task<int> ClassifyAsync(float[] pixels)
        {
            using InferenceTensor x = InferenceTensor.FromArray(pixels, pixels.Length);
            using InferenceResponse response = await server.InvokeAsync(new InferenceRequest("e") { TargetContainer = "c", Inputs = { x } });
            float[] scores = response[0].ToArray<float>();
            return Array.IndexOf(scores, scores.Max());
        }
    }
}
