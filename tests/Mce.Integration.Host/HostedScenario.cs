using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Mce.Integration.Host;

/// <summary>A generic host that knows its models from appsettings.json alone. Prints how many held-out digits it gets right.</summary>
internal static class HostedScenario
{
    private const int Pixels = 64;

    public static async Task RunAsync()
    {
        HostApplicationBuilder builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        builder.Services.AddMce(mce => mce.AddConfiguration(builder.Configuration.GetSection("Mce")));
        using IHost host = builder.Build();
        await host.StartAsync();
        IInferenceServer server = host.Services.GetRequiredService<IInferenceServer>();

        int right = 0, samples = 0;
        foreach (string line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "data", "digits-heldout.csv")).Skip(1))
        {
            float[] row = [.. line.Split(',').Select(v => float.Parse(v, CultureInfo.InvariantCulture))];
            using InferenceTensor pixels = InferenceTensor.FromMemory(row.AsMemory(1), 1, Pixels);
            using InferenceResponse response = await server.InvokeAsync(new InferenceRequest("digits-pipeline") { Inputs = { ["pixels"] = pixels } });
            float[] scores = response[0].ToArray<float>();
            samples++;
            if (Array.IndexOf(scores, scores.Max()) == (int)row[0]) right++;
        }

        await host.StopAsync();
        Console.WriteLine($"{right} of {samples}");
    }
}
