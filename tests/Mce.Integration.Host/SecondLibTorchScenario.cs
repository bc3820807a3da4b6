namespace Mce.Integration.Host;

/// <summary>Asks for a second libtorch while one is loaded: by a plugin folder that brings it, and by a setting.</summary>
internal static class SecondLibTorchScenario
{
    public static async Task RunAsync(string pluginFolder, string libraryFolder)
    {
        ExampleModel model = ExampleModel.Of("torch");
        await using MceServer first = model.CreateBuilder().Build();
        await first.StartAsync();

        await RefusedAsync("folder", new MceServerBuilder().AddPlugin(pluginFolder), model);
        await RefusedAsync(
            "setting",
            new MceServerBuilder()
                .AddPluginDirectory("plugins")
                .ConfigurePlugin("torch", new BackendSettings([new("LibraryPath", libraryFolder)])),
            model);

        using InferenceResponse response = await first.InvokeAsync(model.CreateRequest(0, out _));
        model.Check(0, response[0]);
        Console.WriteLine("ok");
    }

    private static async Task RefusedAsync(string by, MceServerBuilder builder, ExampleModel model)
    {
        await using MceServer second = builder.AddEndpoint("example", e => e.AddContainer("model", model.Framework, model.File)).Build();
        try
        {
            await second.StartAsync();
        }
        catch (MceException e)
        {
            MceException error = e.Errors.Single();
            Console.WriteLine($"{by}: {error.Code}: {error.Message}");
            foreach (PluginConflict conflict in second.CreatePluginReport().Conflicts.Where(c => !c.IsResolved))
                Console.WriteLine($"{by}: conflict: {conflict.Subject}: {string.Join(", ", conflict.Copies.Select(c => c.Path))}");
            return;
        }

        throw new InvalidOperationException("A second libtorch was accepted.");
    }
}
