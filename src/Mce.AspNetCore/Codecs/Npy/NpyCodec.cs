using System.Buffers;
using System.IO.Pipelines;
using Mce.TensorFiles;

namespace Mce.AspNetCore;

/// <summary>NumPy's format (<c>numpy.save</c>) for one tensor. The media type may name it: <c>input=NAME</c>, <c>output=NAME</c>.</summary>
internal sealed class NpyCodec() : InferenceCodec("application/x-npy")
{
    public override bool AnswersInKind => true;

    public override string? WhyNotWrite(ModelSignature signature, MediaType accept) =>
        signature.WhyNoAnswer(MediaTypeParameters.Of(accept).Output, "NPY holds", out _);

    public override ValueTask ReadAsync(InferenceInputs inputs, PipeReader body, CancellationToken cancellationToken)
    {
        MediaTypeParameters parameters = MediaTypeParameters.Of(inputs.ContentType);
        NpyBodyReader reader = inputs.StateOf<NpyBodyReader>();
        reader.Begin(inputs[inputs.Signature.RequireInput(inputs.ContentType, parameters.Input)]);
        return BodyPump.RunAsync(reader, body, cancellationToken);
    }

    public override void Write(InferenceOutputs outputs, IBufferWriter<byte> body)
    {
        int slot = Signatures.FindAnswer(outputs.Response.Specs.AsSpan(), MediaTypeParameters.Of(outputs.Accept).Output);
        using InferenceTensor tensor = outputs.Response[slot].ToContiguous();
        try
        {
            NpyAnswer.Write(tensor, body);
        }
        catch (NpyFormatException e)
        {
            throw new MceException(MceErrorCodes.BodyTypeNotAcceptable, $"The answer {tensor} {e.Message}", innerException: e);
        }
    }
}
