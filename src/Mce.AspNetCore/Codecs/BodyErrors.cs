using System.Text;

namespace Mce.AspNetCore;

/// <summary>What can be wrong with a body, in one sentence each: where, what was found, what is needed. Never longer than a few hundred characters.</summary>
internal static class BodyErrors
{
    private const int MaxQuoted = 64;
    private const int MaxSentence = 200;
    private const int MaxListed = 16;

    /// <param name="at">The place, such as <c>instances[3][17]</c>.</param>
    /// <param name="what">What is wrong there, and the cure.</param>
    /// <param name="cause">The reader's own error.</param>
    public static MceException Invalid(string at, string what, Exception? cause = null) =>
        new(MceErrorCodes.BodyInvalid, $"{at}: {what}", new Dictionary<string, string> { ["at"] = at }, cause);

    public static MceException TypeUnsupported(MediaType contentType, string what) => new(
        MceErrorCodes.BodyTypeUnsupported,
        what,
        new Dictionary<string, string> { ["mediaType"] = Cut(contentType.ToString()) });

    public static MceException TypeMismatch(TensorSpec spec, string given) => new(
        MceErrorCodes.TensorTypeMismatch,
        $"'{spec.Name}' has the wrong element type: expected {spec}, given {given}. Nothing is converted in silence.",
        new Dictionary<string, string> { ["name"] = spec.Name, ["expected"] = spec.ToString(), ["given"] = given });

    public static MceException ShapeMismatch(TensorSpec spec, string what) => new(
        MceErrorCodes.TensorShapeMismatch,
        $"'{spec.Name}' has the wrong shape: {what}; the model takes {spec}.",
        new Dictionary<string, string> { ["name"] = spec.Name, ["expected"] = spec.ToString() });

    public static MceException UnknownInput(string name, ModelSignature signature) => new(
        MceErrorCodes.InputUnknown,
        $"The model has no input '{name}'. Its inputs are: {List(signature)}.",
        new Dictionary<string, string> { ["name"] = name });

    /// <summary>The model's inputs, or the first of very many.</summary>
    public static string List(ModelSignature signature) =>
        signature.Inputs.IsEmpty ? "none"
        : signature.Inputs.Length <= MaxListed ? string.Join(", ", signature.Inputs)
        : $"{string.Join(", ", signature.Inputs.Take(MaxListed))}, … ({signature.Inputs.Length} in all)";

    /// <summary>What a client sent, fit for a message: not long, no control characters.</summary>
    public static string Cut(string text) => Cut(text, MaxQuoted);

    /// <summary>A message that quotes what a client sent.</summary>
    public static string CutSentence(string text) => Cut(text, MaxSentence);

    /// <inheritdoc cref="Cut(string)"/>
    public static string Cut(ReadOnlySpan<byte> utf8) => Cut(Encoding.UTF8.GetString(utf8[..Math.Min(utf8.Length, MaxQuoted * 4)]));

    private static string Cut(string text, int longest)
    {
        if (text.Length == 0) return text;
        bool isLong = text.Length > longest;
        return string.Create(isLong ? longest + 1 : text.Length, text, static (span, text) =>
        {
            for (int i = 0; i < span.Length; i++) span[i] = char.IsControl(text[i]) || char.IsSurrogate(text[i]) ? '?' : text[i];
            if (span.Length < text.Length) span[^1] = '…';
        });
    }
}
