namespace Mce.Integration.Host;

/// <summary>Two plugin folders with an ONNX Runtime each, both at work in one server. Prints the doctor's report.</summary>
internal static class TwoOnnxScenario
{
    private const int Requests = 20;

    public static async Task RunAsync()
    {
        ExampleModel model = ExampleModel.Of("onnx");
        await using MceServer server = new MceServerBuilder()
            .AddPluginDirectory("plugins")
            .AddEndpoint("example", e => e
                .AddContainer("model", "onnx@1.31.1", model.File)
                .AddContainer("second", "onnx@1.31.0", model.File)
                .AddContainer("newest", "onnx", model.File))
            .Build();
        await server.StartAsync();
        for (int i = 0; i < Requests; i++)
        {
            foreach (string container in (string[])["model", "second", "newest"])
            {
                InferenceRequest request = model.CreateRequest(i, out InferenceTensor input);
                request.TargetContainer = container;
                using InferenceResponse response = await server.InvokeAsync(request);
                model.Check(i, response[0]);
                input.Dispose();
            }
        }

        if (server.Endpoints[0].Containers.Single(c => c.Name == "newest").FrameworkVersion != "1.31.1")
            throw new InvalidOperationException("Without a version, the newest counts.");
        Console.WriteLine(server.CreatePluginReport().ToJson());
    }
}
