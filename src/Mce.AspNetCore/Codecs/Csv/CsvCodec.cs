using System.Buffers;
using System.IO.Pipelines;

namespace Mce.AspNetCore;

/// <summary>
/// Comma-separated values (RFC 4180), one item of the batch a line. Columns are the inputs' values in the model's order, or by name with
/// <c>header=present</c>; answers are the outputs' values side by side.
/// </summary>
internal sealed class CsvCodec() : InferenceCodec("text/csv")
{
    public override bool AnswersInKind => true;

    public override string? WhyNotWrite(ModelSignature signature, MediaType accept)
    {
        foreach (TensorSpec output in signature.Outputs)
            if (output.ElementType == TensorElementType.Bytes) return $"CSV can't hold the output {output}: accept application/json";
        return HasHeader(accept) is null ? "header is present or absent" : null;
    }

    public override ValueTask ReadAsync(InferenceInputs inputs, PipeReader body, CancellationToken cancellationToken)
    {
        MediaType type = inputs.ContentType;
        MediaTypeParameters.Of(type).RequireUtf8(type);
        bool hasHeader = HasHeader(type) ?? throw BodyErrors.TypeUnsupported(type, "The media type's header is present or absent.");
        CsvReader reader = inputs.StateOf<CsvReader>();
        reader.Begin(inputs, hasHeader);
        return BodyPump.RunAsync(reader, body, cancellationToken);
    }

    public override string GetContentType(InferenceOutputs outputs) =>
        HasHeader(outputs.Accept) == true ? "text/csv; header=present" : "text/csv";

    public override void Write(InferenceOutputs outputs, IBufferWriter<byte> body) =>
        CsvAnswer.Write(outputs.Response, HasHeader(outputs.Accept) == true, body);

    // Null = something else than the two.
    private static bool? HasHeader(MediaType type)
    {
        string? header = MediaTypeParameters.Of(type).Header;
        if (header is null || header.Equals("absent", StringComparison.OrdinalIgnoreCase)) return false;
        return header.Equals("present", StringComparison.OrdinalIgnoreCase) ? true : null;
    }
}
