using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace Mce.AspNetCore;

/// <summary>Reads binary32.</summary>
internal readonly struct JsonSingle : IJsonElement<float>
{
    public static bool TryRead(ref Utf8JsonReader reader, out float value)
    {
        if (reader.TokenType == JsonTokenType.Number)
            return (!reader.HasValueSequence && RealText.TryParse(reader.ValueSpan, out value)) || (reader.TryGetSingle(out value) && float.IsFinite(value));
        bool special = JsonElements.TryReadSpecial(ref reader, out double wide);
        value = (float)wide;
        return special;
    }
}

/// <summary>Reads binary64.</summary>
internal readonly struct JsonDouble : IJsonElement<double>
{
    public static bool TryRead(ref Utf8JsonReader reader, out double value) =>
        reader.TokenType == JsonTokenType.Number
            ? (!reader.HasValueSequence && RealText.TryParse(reader.ValueSpan, out value)) || (reader.TryGetDouble(out value) && double.IsFinite(value))
            : JsonElements.TryReadSpecial(ref reader, out value);
}

/// <summary>Reads binary16, from the text: by way of a wider type it would be rounded twice.</summary>
internal readonly struct JsonHalf : IJsonElement<Half>
{
    public static bool TryRead(ref Utf8JsonReader reader, out Half value)
    {
        if (reader.TokenType == JsonTokenType.Number)
            return Half.TryParse(JsonElements.Bytes(reader), NumberStyles.Float, CultureInfo.InvariantCulture, out value) && Half.IsFinite(value);
        bool special = JsonElements.TryReadSpecial(ref reader, out double wide);
        value = (Half)wide;
        return special;
    }
}

/// <summary>Reads bfloat16, rounded from binary32 as frameworks do.</summary>
internal readonly struct JsonBFloat16 : IJsonElement<BFloat16>
{
    public static bool TryRead(ref Utf8JsonReader reader, out BFloat16 value)
    {
        bool read = JsonSingle.TryRead(ref reader, out float wide);
        value = (BFloat16)wide;
        return read && float.IsFinite(value) == float.IsFinite(wide); // the largest binary32 round up to infinity
    }
}

/// <summary>Reads whole numbers, exactly. Writers that know only floating point may write 3.0 and 1e3.</summary>
internal readonly struct JsonInteger<T> : IJsonElement<T>
    where T : struct, IBinaryInteger<T>
{
    private const double MaxExact = 1L << 53; // whole numbers up to here are the same in binary64

    public static bool TryRead(ref Utf8JsonReader reader, out T value)
    {
        value = default;
        if (reader.TokenType != JsonTokenType.Number) return false;
        if (typeof(T) == typeof(ulong) && reader.TryGetUInt64(out ulong large))
        {
            value = T.CreateTruncating(large);
            return true;
        }

        if (reader.TryGetInt64(out long number))
        {
            value = T.CreateTruncating(number);
            // Compared as long: a negative number is no ulong either.
            return typeof(T) == typeof(ulong) ? number >= 0 : long.CreateTruncating(value) == number;
        }

        if (!reader.TryGetDouble(out double real) || real != Math.Floor(real) || Math.Abs(real) > MaxExact) return false;
        value = T.CreateTruncating((long)real);
        return typeof(T) == typeof(ulong) ? real >= 0 : long.CreateTruncating(value) == (long)real;
    }
}

/// <summary>Reads true, false, 0 and 1.</summary>
internal readonly struct JsonBoolean : IJsonElement<bool>
{
    public static bool TryRead(ref Utf8JsonReader reader, out bool value)
    {
        value = reader.TokenType == JsonTokenType.True;
        if (reader.TokenType is JsonTokenType.True or JsonTokenType.False) return true;
        if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out long number)) return false;
        value = number == 1;
        return number is 0 or 1;
    }
}

/// <summary>Reads text.</summary>
internal readonly struct JsonString : IJsonElement<string>
{
    public static bool TryRead(ref Utf8JsonReader reader, out string value)
    {
        value = "";
        if (reader.TokenType != JsonTokenType.String) return false;
        try
        {
            value = reader.GetString()!;
            return true;
        }
        catch (InvalidOperationException)
        {
            return false; // no valid UTF-8, or half of a surrogate pair
        }
    }
}
