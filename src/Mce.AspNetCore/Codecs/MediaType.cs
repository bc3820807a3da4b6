using Microsoft.Net.Http.Headers;

namespace Mce.AspNetCore;

/// <summary>A media type with its parameters, as a header gives it. Parses when asked, so that the plain ones cost nothing. Thread-safe.</summary>
public readonly struct MediaType : IEquatable<MediaType>
{
    private readonly string? _text;

    /// <param name="text">For example <c>text/csv; header=present</c>; null or empty = none.</param>
    public MediaType(string? text) => _text = text;

    /// <summary>Whether there is none.</summary>
    public bool IsEmpty => string.IsNullOrEmpty(_text);

    /// <summary>Whether anything stands behind the bare type.</summary>
    public bool HasParameters => _text is not null && _text.Contains(';', StringComparison.Ordinal);

    /// <summary>Whether the bare type is this one; case doesn't matter.</summary>
    public bool Is(string mediaType)
    {
        ReadOnlySpan<char> type = _text;
        int end = type.IndexOf(';');
        return (end < 0 ? type : type[..end]).Trim().Equals(mediaType, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>A parameter's value without quotes; null when it isn't there. Case of the name doesn't matter.</summary>
    /// <exception cref="MceException"><see cref="MceErrorCodes.BodyTypeUnsupported"/>: the header is malformed.</exception>
    public string? GetParameter(string name)
    {
        if (!HasParameters) return null;
        if (!MediaTypeHeaderValue.TryParse(_text, out MediaTypeHeaderValue? parsed))
        {
            throw new MceException(
                MceErrorCodes.BodyTypeUnsupported,
                $"'{BodyErrors.Cut(_text!)}' is no media type: write it like text/csv; header=present, and quote values that hold commas or spaces.",
                new Dictionary<string, string> { ["mediaType"] = BodyErrors.Cut(_text!) });
        }

        foreach (NameValueHeaderValue parameter in parsed.Parameters)
            if (parameter.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) return HeaderUtilities.UnescapeAsQuotedString(parameter.Value).ToString();
        return null;
    }

    /// <summary>The text as given.</summary>
    public override string ToString() => _text ?? "";

    /// <summary>Whether both are the same text.</summary>
    public bool Equals(MediaType other) => string.Equals(_text ?? "", other._text ?? "", StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is MediaType other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => string.GetHashCode(_text ?? "", StringComparison.Ordinal);

    /// <summary>Whether both are the same text.</summary>
    public static bool operator ==(MediaType left, MediaType right) => left.Equals(right);

    /// <summary>Whether both are not the same text.</summary>
    public static bool operator !=(MediaType left, MediaType right) => !left.Equals(right);
}
