using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Mce.AspNetCore;

/// <summary>Looks at single tokens. Text that is no valid Unicode equals nothing, and is shown with question marks.</summary>
internal static class JsonTokens
{
    /// <summary>Whether a name or a string is this one.</summary>
    public static bool Is(this ref Utf8JsonReader reader, ReadOnlySpan<byte> utf8)
    {
        try
        {
            return reader.ValueTextEquals(utf8);
        }
        catch (InvalidOperationException)
        {
            return false; // half of an escaped surrogate pair
        }
    }

    /// <inheritdoc cref="Is(ref Utf8JsonReader, ReadOnlySpan{byte})"/>
    public static bool Is(this ref Utf8JsonReader reader, string text)
    {
        try
        {
            return reader.ValueTextEquals(text);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Reads a string of Base64.</summary>
    public static bool TryGetBase64(this ref Utf8JsonReader reader, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = null;
        try
        {
            return reader.TokenType == JsonTokenType.String && reader.TryGetBytesFromBase64(out bytes);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>The beginning of a name, a string or a number, as it stands in the body.</summary>
    public static string Show(this ref Utf8JsonReader reader)
    {
        if (!reader.HasValueSequence) return BodyErrors.Cut(reader.ValueSpan);
        Span<byte> beginning = stackalloc byte[256];
        ReadOnlySequence<byte> text = reader.ValueSequence;
        if (text.Length > beginning.Length) text = text.Slice(0, beginning.Length);
        text.CopyTo(beginning);
        return BodyErrors.Cut(beginning[..(int)text.Length]);
    }

    /// <summary>What a token is, for messages.</summary>
    public static string Describe(this ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.StartArray => "an array",
        JsonTokenType.StartObject => "an object",
        JsonTokenType.EndArray => "the array's end",
        JsonTokenType.EndObject => "the object's end",
        JsonTokenType.Number => $"the number {reader.Show()}",
        JsonTokenType.String => $"the string \"{reader.Show()}\"",
        JsonTokenType.True => "true",
        JsonTokenType.False => "false",
        JsonTokenType.Null => "null",
        _ => $"the name \"{reader.Show()}\"",
    };

    /// <summary>The reader's own error without the position, which it counts from where a piece began.</summary>
    public static string Describe(JsonException error)
    {
        int end = error.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return BodyErrors.CutSentence(end < 0 ? error.Message : error.Message[..end]);
    }
}
