using System.Buffers;
using System.Text;
using Mce.Testing;

namespace Mce.AspNetCore.Tests.Codecs;

/// <summary>A server whose one model gives its inputs back as its outputs, for tests of answers.</summary>
internal sealed class Exchange : IAsyncDisposable
{
    private readonly MceTestServer _server;

    private Exchange(MceTestServer server, ModelSignature signature)
    {
        _server = server;
        Signature = signature;
    }

    public ModelSignature Signature { get; }

    public static Task<Exchange> StartAsync(params TensorSpec[] inputs) =>
        StartAsync(new ModelSignature([.. inputs], [.. inputs.Select(i => new TensorSpec(i.Name.Replace('x', 'y'), i.ElementType, i.Dimensions))]), null);

    public static async Task<Exchange> StartAsync(ModelSignature signature, Action<ScriptedCall>? answer)
    {
        var model = new ScriptedModel().WithSignature(signature);
        if (answer is not null) model.Answers(answer);
        return new Exchange(await MceTestServer.StartAsync(model), signature);
    }

    public async Task<InferenceResponse> InvokeAsync(params InferenceTensor[] inputs)
    {
        var request = new InferenceRequest("e") { TargetContainer = "c" };
        foreach (InferenceTensor input in inputs) request.Inputs.Add(input);
        return await _server.SendAsync(request);
    }

    public async Task<InferenceResponse> InvokeAsync(InferenceInputs inputs)
    {
        var request = new InferenceRequest("e") { TargetContainer = "c" };
        inputs.AddTo(request.Inputs);
        return await _server.SendAsync(request);
    }

    /// <summary>The answer's bytes.</summary>
    public static byte[] Write(InferenceCodec codec, InferenceResponse response, string accept = "", BodyForm form = BodyForm.Rows)
    {
        var outputs = new InferenceOutputs(response, new MediaType(accept), form);
        var body = new ArrayBufferWriter<byte>();
        codec.Write(outputs, body);
        long? length = codec.GetLength(outputs);
        Assert.True(length is null || length == body.WrittenCount);
        return body.WrittenSpan.ToArray();
    }

    public static string WriteText(InferenceCodec codec, InferenceResponse response, string accept = "", BodyForm form = BodyForm.Rows) =>
        Encoding.UTF8.GetString(Write(codec, response, accept, form));

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
