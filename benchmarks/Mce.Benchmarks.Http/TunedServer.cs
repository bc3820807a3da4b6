using System.IO.Pipelines;
using Microsoft.Extensions.ObjectPool;
using Microsoft.ML.OnnxRuntime;

namespace Mce.Benchmarks.Http;

/// <summary>
/// The same by somebody who takes their time: nothing of ASP.NET but routing, bodies parsed from the connection's own memory into kept
/// buffers, a kept binding for each request that runs, one thread a call. It takes one image at a time, as JSON or as raw floats.
/// </summary>
internal static class TunedServer
{
    public static void Map(WebApplication app, string model)
    {
        var options = new Microsoft.ML.OnnxRuntime.SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1 };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        var session = new InferenceSession(model, options);
        var calls = new DefaultObjectPool<TunedCall>(new Policy(session), maximumRetained: 64);
        app.MapPost("/invocations", (RequestDelegate)(context => InvokeAsync(context, calls)));
    }

    private static async Task InvokeAsync(HttpContext context, ObjectPool<TunedCall> calls)
    {
        bool isJson = context.Request.ContentType == TunedCall.Json;
        TunedCall call = calls.Get();
        try
        {
            PipeReader body = context.Request.BodyReader;
            ReadResult read = await body.ReadAsync();
            while (!read.IsCompleted)
            {
                body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                read = await body.ReadAsync();
            }

            bool isImage = isJson ? call.TryReadJson(read.Buffer) : call.TryReadBytes(read.Buffer);
            body.AdvanceTo(read.Buffer.End);
            if (!isImage)
            {
                context.Response.StatusCode = StatusCodes.Status400BadRequest;
                return;
            }

            call.Run();
            if (isJson) call.WriteJson(context.Response);
            else call.WriteBytes(context.Response);
        }
        finally
        {
            calls.Return(call);
        }
    }

    private sealed class Policy(InferenceSession session) : PooledObjectPolicy<TunedCall>
    {
        public override TunedCall Create() => new(session);

        public override bool Return(TunedCall obj) => true;
    }
}
