using System.Collections.Immutable;
using Microsoft.Net.Http.Headers;

namespace Mce.AspNetCore;

/// <summary>Chooses the codec of a body and that of its answer, by Content-Type and Accept. Thread-safe.</summary>
internal sealed class CodecSelector(IEnumerable<InferenceCodec> codecs)
{
    private readonly ImmutableArray<InferenceCodec> _codecs = [.. codecs];

    /// <summary>The codec that reads a body.</summary>
    /// <exception cref="MceException"><see cref="MceErrorCodes.BodyTypeUnsupported"/>.</exception>
    public InferenceCodec ForBody(MediaType contentType)
    {
        // A body without a type is what clients of SageMaker send who leave ContentType out: JSON, as its containers take it.
        if (contentType.IsEmpty) return _codecs[0];
        return Find(contentType) ?? throw new MceException(
            MceErrorCodes.BodyTypeUnsupported,
            $"The Content-Type '{BodyErrors.Cut(contentType.ToString())}' is unknown; send one of {List()}.",
            new Dictionary<string, string> { ["contentType"] = BodyErrors.Cut(contentType.ToString()) });
    }

    /// <summary>The codec of the answer, and the type asked for: empty where the request leaves it open.</summary>
    /// <exception cref="MceException"><see cref="MceErrorCodes.BodyTypeNotAcceptable"/>.</exception>
    public (InferenceCodec Codec, MediaType Accept) ForAnswer(string? accept, InferenceCodec body, ModelSignature signature)
    {
        if (string.IsNullOrEmpty(accept) || accept == "*/*")
            return (body.AnswersInKind && body.WhyNotWrite(signature, default) is null ? body : _codecs[0], default);

        var single = new MediaType(accept);
        if (Find(single) is { } codec && !accept.Contains(',', StringComparison.Ordinal))
            return WhyNotWrite(codec, signature, single) is { } reason ? throw NotAcceptable(accept, reason) : (codec, single);
        return Negotiate(accept, body, signature);
    }

    /// <summary>Checks again where a live change has brought another model than the one that the request was routed to.</summary>
    /// <exception cref="MceException"><see cref="MceErrorCodes.BodyTypeNotAcceptable"/>.</exception>
    public void RequireWritable(InferenceCodec codec, MediaType accept, ImmutableArray<TensorSpec> outputs, ModelSignature routed)
    {
        if (outputs == routed.Outputs) return; // the same array
        if (WhyNotWrite(codec, new ModelSignature(routed.Inputs, outputs), accept) is { } reason) throw NotAcceptable(accept.ToString(), reason);
    }

    private (InferenceCodec Codec, MediaType Accept) Negotiate(string accept, InferenceCodec body, ModelSignature signature)
    {
        if (!MediaTypeHeaderValue.TryParseList([accept], out IList<MediaTypeHeaderValue>? wanted))
            throw NotAcceptable(accept, "It isn't a list of media types.");

        string? reason = null;
        foreach (MediaTypeHeaderValue type in wanted.Where(t => t.Quality is not 0).OrderByDescending(t => t.Quality ?? 1))
        {
            if (type.MatchesAllTypes) return ForAnswer(null, body, signature);
            var mediaType = new MediaType(type.ToString());
            IEnumerable<InferenceCodec> candidates = type.MatchesAllSubTypes
                ? _codecs.Where(c => c.MediaTypes.Any(m => m.StartsWith($"{type.Type}/", StringComparison.OrdinalIgnoreCase)))
                : _codecs.Where(c => c.MediaTypes.Any(mediaType.Is));
            foreach (InferenceCodec codec in candidates)
            {
                MediaType asked = type.MatchesAllSubTypes ? default : mediaType;
                reason = WhyNotWrite(codec, signature, asked);
                if (reason is null) return (codec, asked);
            }
        }

        throw NotAcceptable(accept, reason);
    }

    private static string? WhyNotWrite(InferenceCodec codec, ModelSignature signature, MediaType accept)
    {
        try
        {
            return codec.WhyNotWrite(signature, accept);
        }
        catch (MceException e) when (e.Code == MceErrorCodes.BodyTypeUnsupported)
        {
            return e.Message; // a parameter that makes no sense, here of what is accepted
        }
    }

    private InferenceCodec? Find(MediaType mediaType)
    {
        foreach (InferenceCodec codec in _codecs)
        {
            foreach (string known in codec.MediaTypes)
                if (mediaType.Is(known)) return codec;
        }

        return null;
    }

    private MceException NotAcceptable(string accept, string? reason) => new(
        MceErrorCodes.BodyTypeNotAcceptable,
        $"No answer can be given as Accept: '{BodyErrors.Cut(accept)}' asks for. {reason ?? $"There are: {List()}."}",
        new Dictionary<string, string> { ["accept"] = BodyErrors.Cut(accept) });

    private string List() => string.Join(", ", _codecs.SelectMany(c => c.MediaTypes));
}
