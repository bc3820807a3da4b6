using System.IO.Pipelines;

namespace Mce.Benchmarks.Http;

/// <summary>Mce as an application embeds it, and beside it an endpoint that does nothing but HTTP.</summary>
internal static class MceHost
{
    private const int AnswerBytes = 40;

    public static void Configure(WebApplicationBuilder builder, string model) => builder.Services.AddMce(mce => mce
        .AddPluginDirectory("plugins")
        .AddEndpoint("digits", e => e.AddContainer("onnx", framework: "onnx", model)));

    public static void Map(WebApplication app)
    {
        app.MapSageMakerRuntime();
        app.MapPost("/bare", (RequestDelegate)BareAsync);
    }

    /// <summary>Reads a body and writes ten floats: what Kestrel and routing allocate for that is theirs.</summary>
    private static async Task BareAsync(HttpContext context)
    {
        PipeReader body = context.Request.BodyReader;
        ReadResult read = await body.ReadAsync();
        while (!read.IsCompleted)
        {
            body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            read = await body.ReadAsync();
        }

        body.AdvanceTo(read.Buffer.End);
        context.Response.ContentType = "application/octet-stream";
        context.Response.ContentLength = AnswerBytes;
        context.Response.BodyWriter.GetSpan(AnswerBytes)[..AnswerBytes].Clear();
        context.Response.BodyWriter.Advance(AnswerBytes);
    }
}
