using System.Globalization;

namespace Mce.AspNetCore;

/// <summary>The parameters that the library's codecs know, of one media type. Parsed once for media types that come often. Immutable.</summary>
internal sealed class MediaTypeParameters
{
    private const int MaxRank = 64;
    private const int LongestKept = 256;

    private static readonly MediaTypeParameters None = new(default);

    // By hash, the newest wins: no lock, nothing grows, and odd media types don't keep the plain ones out for long.
    private static readonly MediaTypeParameters?[] Known = new MediaTypeParameters?[64];

    private readonly string _text;

    private MediaTypeParameters(MediaType type)
    {
        _text = type.ToString();
        Charset = type.GetParameter("charset");
        Header = type.GetParameter("header");
        Input = type.GetParameter("input");
        Output = type.GetParameter("output");
        if (type.GetParameter("dtype") is { } name) ElementType = DataTypes.Find(name) ?? throw Malformed("dtype", name, "is no element type: use float32, int64 and so on");
        if (type.GetParameter("shape") is { } shape) Shape = ParseShape(shape);
    }

    public string? Charset { get; }

    public string? Header { get; }

    public string? Input { get; }

    public string? Output { get; }

    public TensorElementType? ElementType { get; }

    /// <summary>None negative, and their product doesn't overflow; null = not given.</summary>
    public long[]? Shape { get; }

    /// <exception cref="MceException"><see cref="MceErrorCodes.BodyTypeUnsupported"/>: the media type is malformed, or a parameter makes no sense.</exception>
    public static MediaTypeParameters Of(MediaType type)
    {
        if (!type.HasParameters) return None;
        string text = type.ToString();
        ref MediaTypeParameters? slot = ref Known[(uint)string.GetHashCode(text) % (uint)Known.Length];
        MediaTypeParameters? found = Volatile.Read(ref slot);
        if (found is not null && string.Equals(found._text, text, StringComparison.Ordinal)) return found;
        var parsed = new MediaTypeParameters(type);
        if (text.Length <= LongestKept) Volatile.Write(ref slot, parsed);
        return parsed;
    }

    /// <summary>Refuses text that isn't UTF-8.</summary>
    public void RequireUtf8(MediaType type)
    {
        bool known = Charset is null || Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || Charset.Equals("us-ascii", StringComparison.OrdinalIgnoreCase);
        if (!known) throw BodyErrors.TypeUnsupported(type, $"The charset '{BodyErrors.Cut(Charset!)}' isn't read: send utf-8.");
    }

    // "1,64" and 1x64; an empty one is a scalar's.
    private long[] ParseShape(string text)
    {
        if (string.IsNullOrWhiteSpace(text)) return [];
        string[] parts = text.Split([',', 'x'], MaxRank + 1);
        if (parts.Length > MaxRank) throw Malformed("shape", text, $"has over {MaxRank} dimensions");
        var dimensions = new long[parts.Length];
        Int128 product = 1;
        for (int i = 0; i < parts.Length; i++)
        {
            if (!long.TryParse(parts[i].AsSpan().Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out dimensions[i]))
                throw Malformed("shape", text, "is no list of sizes from 0 to 2^63 - 1: write shape=\"1,64\"");
            product *= Math.Max(1, dimensions[i]); // a zero must not hide an overflow
            if (product > long.MaxValue / sizeof(double)) throw Malformed("shape", text, "overflows");
        }

        return dimensions;
    }

    private MceException Malformed(string parameter, string value, string what) =>
        BodyErrors.TypeUnsupported(new MediaType(_text), $"The media type's {parameter} '{BodyErrors.Cut(value)}' {what}.");
}
