namespace Mce.Integration.Host;

/// <summary>An ONNX model served by the ONNX plugin and the same inside an ML.NET model: an ONNX Runtime each, in one process. Prints the doctor's report.</summary>
internal static class OnnxInMLNetScenario
{
    private const int Requests = 20;

    public static async Task RunAsync()
    {
        (string Container, ExampleModel Model)[] models = [("inside", ExampleModel.Of("mlnet-onnx")), ("alone", ExampleModel.Of("onnx"))];
        MceServerBuilder builder = new MceServerBuilder().AddPluginDirectory("plugins").AddEndpoint("example", e =>
        {
            foreach ((string container, ExampleModel model) in models) e.AddContainer(container, model.Framework, model.File);
        });
        await using MceServer server = builder.Build();
        await server.StartAsync();
        for (int i = 0; i < Requests; i++)
        {
            foreach ((string container, ExampleModel model) in models)
            {
                InferenceRequest request = model.CreateRequest(i, out InferenceTensor input);
                request.TargetContainer = container;
                using InferenceResponse response = await server.InvokeAsync(request);
                model.Check(i, response[0]);
                input.Dispose();
            }
        }

        // ONNX Runtime maps its database of events when it collects any.
        if (OperatingSystem.IsLinux() && (await File.ReadAllTextAsync("/proc/self/maps")).Contains("onnxruntime.db", StringComparison.Ordinal))
            throw new InvalidOperationException("A copy of ONNX Runtime collects events.");
        Console.WriteLine(server.CreatePluginReport().ToJson());
    }
}
