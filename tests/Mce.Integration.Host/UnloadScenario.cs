using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace Mce.Integration.Host;

/// <summary>Loads a plugin, uses it, lets its container go and unloads it. Prints the outcome, the reason and what is left.</summary>
internal static class UnloadScenario
{
    private const int Requests = 100;

    public static async Task RunAsync(ExampleModel model)
    {
        MceServer server = model.CreateBuilder().UseUnloadablePlugins().Build();
        await server.StartAsync();
        await Task.Run(() => UseAsync(server, model));
        WeakReference context = FindContext(model.Plugin);

        Print("in use", await server.UnloadPluginAsync(model.Plugin));
        await server.StopAsync();
        Print("after use", await server.UnloadPluginAsync(model.Plugin));
        Console.WriteLine($"context alive: {context.IsAlive}");
        Console.WriteLine($"state: {server.CreatePluginReport().Plugins.Single(p => p.Name == model.Plugin).State}");
        await server.DisposeAsync();
    }

    /// <summary>An output over the framework's own memory keeps the plugin's code: the answer must say so, and change with it.</summary>
    public static async Task RunWithHeldOutputAsync(ExampleModel model)
    {
        MceServer server = model.CreateBuilder().UseUnloadablePlugins().Build();
        await server.StartAsync();
        var held = new List<InferenceTensor>();
        await Task.Run(() => KeepAsync(server, model, held));
        await server.StopAsync();
        Print("held", await server.UnloadPluginAsync(model.Plugin));
        model.Check(0, held[0]);
        held[0].Dispose();
        held.Clear();
        Print("let go", await server.UnloadPluginAsync(model.Plugin));
        await server.DisposeAsync();
    }

    // Apart, so that no frame of the waiting method keeps an object of the plugin.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task UseAsync(MceServer server, ExampleModel model)
    {
        for (int i = 0; i < Requests; i++)
        {
            InferenceRequest request = model.CreateRequest(i, out InferenceTensor input);
            using InferenceResponse response = await server.InvokeAsync(request);
            model.Check(i, response[0]);
            input.Dispose();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task KeepAsync(MceServer server, ExampleModel model, List<InferenceTensor> held)
    {
        using InferenceResponse response = await server.InvokeAsync(model.CreateRequest(0, out InferenceTensor input));
        held.Add(response[0].Share());
        input.Dispose();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference FindContext(string plugin) =>
        new(AssemblyLoadContext.All.Single(c => c.Name == $"mce:{plugin}"));

    private static void Print(string when, PluginUnloadResult result) => Console.WriteLine($"{when}: {result.Outcome}: {result.Reason}");
}
