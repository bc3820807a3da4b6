using System.Buffers;
using System.Text;

namespace Mce.AspNetCore;

/// <summary>Takes a body that is one text.</summary>
internal sealed class PlainTextReader : IBodySink
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private InputWriter _writer = null!;

    public void Begin(InputWriter writer) => _writer = writer;

    public long Take(in ReadOnlySequence<byte> buffer, bool isFinal)
    {
        if (!isFinal) return 0; // it becomes one string, so it must be there as a whole
        try
        {
            _writer.Add(Strict.GetString(buffer));
        }
        catch (DecoderFallbackException e)
        {
            throw BodyErrors.Invalid("body", $"it is no valid UTF-8 near byte {e.Index}", e);
        }

        TensorSpec spec = _writer.Spec;
        Span<long> ones = stackalloc long[64];
        ones.Fill(1);
        _writer.Complete(ones[..(spec.HasRank ? Math.Min(ones.Length, spec.Dimensions.Length) : 1)]);
        return buffer.Length;
    }
}
