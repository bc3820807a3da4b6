using System.Globalization;

namespace Mce.AspNetCore.Abuse;

/// <summary>An app as a user writes it, with limits that a run can reach in little time.</summary>
internal static class AbusedServer
{
    public const int MaxRequestBytes = 64 * 1024;

    /// <summary>What a client may take to send its body.</summary>
    public static readonly TimeSpan InvocationTimeout = TimeSpan.FromSeconds(1);

    public static async Task<int> RunAsync(bool lie)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddMce(mce => mce
            .AddPluginDirectory("plugins")
            .AddEndpoint("digits", e => e.AddContainer("onnx", framework: "onnx", "models/digits.onnx"))
            .AddEndpoint("pipeline", e => e.AsSerial().AddContainer("only", framework: "onnx", "models/digits.onnx")));
        builder.Services.AddMceHttp(http => (http.MaxRequestBytes, http.InvocationTimeout) = (MaxRequestBytes, InvocationTimeout));

        await using WebApplication app = builder.Build();
        if (lie) app.MapPost("/{**path}", () => Results.Bytes("everything is fine"u8.ToArray()));
        else app.MapSageMakerRuntime();
        app.MapGet("/memory", () =>
        {
            // What the collector could free is no leak.
            long managed = GC.GetTotalMemory(forceFullCollection: true);
            return string.Create(CultureInfo.InvariantCulture, $"{managed} {Environment.WorkingSet}");
        });
        await app.StartAsync();
        Console.WriteLine(app.Urls.Single());
        await Console.In.ReadToEndAsync();
        return 0;
    }
}
