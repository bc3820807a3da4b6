using System.Buffers;
using System.IO.Pipelines;

namespace Mce.AspNetCore;

/// <summary>Plain text: the body is one text for the model's single text input. Answers have one line for each element of one output.</summary>
internal sealed class PlainTextCodec() : InferenceCodec("text/plain")
{
    public override string? WhyNotWrite(ModelSignature signature, MediaType accept)
    {
        if (signature.WhyNoAnswer(MediaTypeParameters.Of(accept).Output, "plain text holds", out int slot) is { } reason) return reason;
        TensorSpec output = signature.Outputs[slot];
        return output.ElementType == TensorElementType.Bytes ? $"plain text can't hold {output}: accept application/json" : null;
    }

    public override ValueTask ReadAsync(InferenceInputs inputs, PipeReader body, CancellationToken cancellationToken)
    {
        MediaType type = inputs.ContentType;
        MediaTypeParameters parameters = MediaTypeParameters.Of(type);
        parameters.RequireUtf8(type);
        InputWriter writer = inputs[inputs.Signature.RequireInput(type, parameters.Input)];
        if (writer.Spec.ElementType != TensorElementType.String)
            throw BodyErrors.TypeUnsupported(type, $"Plain text can't hold {writer.Spec}: send application/json or text/csv.");
        PlainTextReader reader = inputs.StateOf<PlainTextReader>();
        reader.Begin(writer);
        return BodyPump.RunAsync(reader, body, cancellationToken);
    }

    public override string GetContentType(InferenceOutputs outputs) => "text/plain; charset=utf-8";

    public override void Write(InferenceOutputs outputs, IBufferWriter<byte> body)
    {
        int slot = Signatures.FindAnswer(outputs.Response.Specs.AsSpan(), MediaTypeParameters.Of(outputs.Accept).Output);
        using InferenceTensor tensor = outputs.Response[slot].ToContiguous();
        var text = new BodyText(body);
        if (tensor.ElementType == TensorElementType.String)
        {
            ReadOnlySpan<string> lines = tensor.AsReadOnlySpan<string>();
            for (int i = 0; i < lines.Length; i++)
            {
                if (i > 0) text.Append((byte)'\n');
                text.Append(lines[i]);
            }
        }
        else
        {
            NumberText.WriteRun(ref text, tensor, 0, (int)tensor.ElementCount, (byte)'\n', quoteSpecials: false);
        }

        text.Append((byte)'\n');
        text.Flush();
    }
}
