using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;

namespace Mce.AspNetCore.Tests.Codecs;

// As docs/http-formats.md shows it.
internal sealed class SpacedCodec() : InferenceCodec("text/x-spaced")
{
    public override bool AnswersInKind => true;

    public override async ValueTask ReadAsync(InferenceInputs inputs, PipeReader body, CancellationToken cancellationToken)
    {
        ReadResult read = await body.ReadAsync(cancellationToken);
        while (!read.IsCompleted)
        {
            body.AdvanceTo(read.Buffer.Start, read.Buffer.End);   // looked at, and nothing taken yet: more is to come
            read = await body.ReadAsync(cancellationToken);
        }

        string text = Encoding.UTF8.GetString(read.Buffer);
        body.AdvanceTo(read.Buffer.End);
        InputWriter input = inputs[0];
        foreach (string number in text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!float.TryParse(number, CultureInfo.InvariantCulture, out float value))
                throw new MceException(MceErrorCodes.BodyInvalid, $"'{number}' is no number.");
            input.Add(value);
        }

        input.Complete(1, input.Count);
    }

    public override void Write(InferenceOutputs outputs, IBufferWriter<byte> body) =>
        Encoding.UTF8.GetBytes(string.Join(' ', outputs.Response[0].ToArray<float>()), body);
}
