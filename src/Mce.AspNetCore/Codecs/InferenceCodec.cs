using System.Buffers;
using System.Collections.Immutable;
using System.IO.Pipelines;

namespace Mce.AspNetCore;

/// <summary>
/// Reads tensors from request bodies of one kind of content, and writes answers as that kind. Derive from it and add it to
/// <see cref="MceHttpOptions.Codecs"/> to serve a format of your own.
/// </summary>
/// <remarks>Thread-safe: one object serves all requests. Neither reading nor writing may keep anything of a request.</remarks>
public abstract class InferenceCodec
{
    /// <param name="mediaTypes">Lower-case media types without parameters, such as <c>text/csv</c>; answers are given in the first.</param>
    protected InferenceCodec(params ImmutableArray<string> mediaTypes)
    {
        if (mediaTypes.IsDefaultOrEmpty) throw new ArgumentException("A codec has at least one media type.", nameof(mediaTypes));
        MediaTypes = mediaTypes;
    }

    /// <summary>The media types that it reads and writes, lower-case, without parameters.</summary>
    public ImmutableArray<string> MediaTypes { get; }

    /// <summary>
    /// Whether requests of this kind are answered in kind when they don't say what they accept. False (the default) answers them in the
    /// first codec of the options, which is JSON.
    /// </summary>
    public virtual bool AnswersInKind => false;

    /// <summary>Why a model's answers can't be written as this kind of content; null = they can.</summary>
    /// <param name="signature">The model's.</param>
    /// <param name="accept">What was asked for, with its parameters.</param>
    public virtual string? WhyNotWrite(ModelSignature signature, MediaType accept) => null;

    /// <summary>Reads a body to its end, straight into the inputs.</summary>
    /// <param name="inputs">What the model takes, and where the values go.</param>
    /// <param name="body">At its beginning. Its length is bounded by the endpoint, which fails the read.</param>
    /// <param name="cancellationToken">The client is gone, or was too slow.</param>
    /// <exception cref="MceException">
    /// <see cref="MceErrorCodes.BodyInvalid"/> with the field <c>at</c>, or another code about the request; the body is read no further.
    /// </exception>
    public abstract ValueTask ReadAsync(InferenceInputs inputs, PipeReader body, CancellationToken cancellationToken);

    /// <summary>
    /// The length in bytes of what <see cref="Write"/> would write, where that is known beforehand. It is then written to the connection
    /// without another copy, and must not fail any more: what is on its way can't become an error.
    /// </summary>
    /// <param name="outputs">The answer.</param>
    public virtual long? GetLength(InferenceOutputs outputs) => null;

    /// <summary>The value of the answer's Content-Type.</summary>
    /// <param name="outputs">The answer.</param>
    public virtual string GetContentType(InferenceOutputs outputs) => MediaTypes[0];

    /// <summary>Writes an answer.</summary>
    /// <param name="outputs">The answer.</param>
    /// <param name="body">Bounded: it throws where the answer would be larger than the endpoint allows.</param>
    public abstract void Write(InferenceOutputs outputs, IBufferWriter<byte> body);
}
