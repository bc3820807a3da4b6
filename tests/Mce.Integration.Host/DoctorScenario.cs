namespace Mce.Integration.Host;

/// <summary>Runs a model of each framework in an application that has a Newtonsoft.Json of its own. Prints the doctor's report.</summary>
internal static class DoctorScenario
{
    public static async Task RunAsync()
    {
        ExampleModel[] models = [.. ((string[])["mlnet", "onnx", "torch"]).Select(ExampleModel.Of)];
        var builder = new MceServerBuilder().AddPluginDirectory("plugins");
        builder.AddEndpoint("example", e =>
        {
            foreach (ExampleModel model in models) e.AddContainer(model.Plugin, model.Framework, model.File);
        });
        await using MceServer server = builder.Build();
        await server.StartAsync();
        foreach (ExampleModel model in models)
        {
            InferenceRequest request = model.CreateRequest(0, out InferenceTensor input);
            request.TargetContainer = model.Plugin;
            using InferenceResponse response = await server.InvokeAsync(request);
            model.Check(0, response[0]);
            input.Dispose();
        }

        Newtonsoft.Json.Linq.JObject report = Newtonsoft.Json.Linq.JObject.Parse(server.CreatePluginReport().ToJson());
        Console.WriteLine(report.ToString());
    }
}
