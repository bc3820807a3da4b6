using System.Buffers;
using System.IO.Pipelines;

namespace Mce.AspNetCore;

/// <summary>
/// Raw little-endian elements of one tensor (<c>application/octet-stream</c>). The media type may say <c>dtype=float32</c>,
/// <c>shape="1,64"</c> and <c>input=NAME</c>; an answer's says dtype and shape.
/// </summary>
/// <remarks>A tensor of bytes is one element: the body itself.</remarks>
internal sealed class OctetStreamCodec : InferenceCodec
{
    private readonly OctetStreamTypes _types = new();

    public OctetStreamCodec()
        : base(OctetStreamTypes.Bare)
    {
    }

    public override bool AnswersInKind => true;

    public override string? WhyNotWrite(ModelSignature signature, MediaType accept)
    {
        if (signature.WhyNoAnswer(MediaTypeParameters.Of(accept).Output, "raw bytes hold", out int slot) is { } reason) return reason;
        return signature.Outputs[slot].ElementType == TensorElementType.String ? "text has no raw form: accept application/json" : null;
    }

    public override ValueTask ReadAsync(InferenceInputs inputs, PipeReader body, CancellationToken cancellationToken)
    {
        MediaTypeParameters parameters = MediaTypeParameters.Of(inputs.ContentType);
        InputWriter writer = inputs[inputs.Signature.RequireInput(inputs.ContentType, parameters.Input)];
        OctetStreamReader reader = inputs.StateOf<OctetStreamReader>();
        reader.Begin(writer, inputs.ContentType, parameters);
        return BodyPump.RunAsync(reader, body, cancellationToken);
    }

    public override long? GetLength(InferenceOutputs outputs)
    {
        InferenceTensor tensor = Tensor(outputs);
        return tensor.ElementType == TensorElementType.Bytes ? Element(tensor).Length : tensor.ByteLength;
    }

    public override string GetContentType(InferenceOutputs outputs)
    {
        InferenceTensor tensor = Tensor(outputs);
        return tensor.ElementType == TensorElementType.Bytes ? OctetStreamTypes.Bare : _types.Of(tensor.ElementType, tensor.Dimensions);
    }

    public override void Write(InferenceOutputs outputs, IBufferWriter<byte> body)
    {
        InferenceTensor tensor = Tensor(outputs);
        if (tensor.ElementType == TensorElementType.Bytes)
        {
            body.Write(Element(tensor).Span);
            return;
        }

        TensorBytes.Write(tensor, body);
    }

    private static InferenceTensor Tensor(InferenceOutputs outputs)
    {
        int slot = Signatures.FindAnswer(outputs.Response.Specs.AsSpan(), MediaTypeParameters.Of(outputs.Accept).Output);
        return outputs.Response[slot];
    }

    private static ReadOnlyMemory<byte> Element(InferenceTensor tensor)
    {
        if (tensor.ElementCount == 1)
        {
            using InferenceTensor packed = tensor.ToContiguous();
            return packed.AsReadOnlySpan<ReadOnlyMemory<byte>>()[0];
        }

        throw new MceException(
            MceErrorCodes.BodyTypeNotAcceptable,
            $"The answer has {tensor.ElementCount} elements of bytes, and {OctetStreamTypes.Bare} holds one: accept application/json.");
    }
}
