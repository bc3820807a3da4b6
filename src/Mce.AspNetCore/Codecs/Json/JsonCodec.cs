using System.Buffers;
using System.IO.Pipelines;

namespace Mce.AspNetCore;

/// <summary>
/// JSON: <c>{"instances":[row, …]}</c>, <c>{"inputs":{name: tensor}}</c> or a bare array; answered with <c>{"predictions":[row, …]}</c>
/// or <c>{"outputs":{name: tensor}}</c>.
/// </summary>
internal sealed class JsonCodec() : InferenceCodec("application/json")
{
    public override bool AnswersInKind => true;

    public override ValueTask ReadAsync(InferenceInputs inputs, PipeReader body, CancellationToken cancellationToken)
    {
        MediaTypeParameters.Of(inputs.ContentType).RequireUtf8(inputs.ContentType);
        JsonBodyReader reader = inputs.StateOf<JsonBodyReader>();
        reader.Begin(inputs);
        return BodyPump.RunAsync(reader, body, cancellationToken);
    }

    public override void Write(InferenceOutputs outputs, IBufferWriter<byte> body) => JsonAnswer.Write(outputs, body);
}
