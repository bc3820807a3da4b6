using Microsoft.ML.OnnxRuntime;

namespace Mce.Benchmarks.Http;

/// <summary>
/// A minimal API that calls ONNX Runtime as its C# documentation shows: one session with default options, an OrtValue over the
/// input's array, <c>Run</c> with names; body and answer through ASP.NET's own JSON.
/// </summary>
internal static class DocumentedServer
{
    public static void Map(WebApplication app, string model)
    {
        var session = new InferenceSession(model);
        app.Lifetime.ApplicationStopped.Register(session.Dispose);
        app.MapPost("/invocations", (DigitRequest request) => Results.Json(new DigitResponse(Run(session, request.Instances))));
    }

    private static float[][] Run(InferenceSession session, float[][] images)
    {
        float[] pixels = [.. images.SelectMany(image => image)];
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(pixels, [images.Length, pixels.Length / images.Length]);
        var inputs = new Dictionary<string, OrtValue> { ["pixels"] = input };
        using var runOptions = new RunOptions();
        using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(runOptions, inputs, session.OutputNames);
        float[] scores = outputs[0].GetTensorDataAsSpan<float>().ToArray();
        return [.. scores.Chunk(scores.Length / images.Length)];
    }
}
