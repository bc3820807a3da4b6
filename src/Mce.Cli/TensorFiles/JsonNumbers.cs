using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace Mce.Cli.TensorFiles;

/// <summary>Reads single elements of JSON tensors; none is rounded to another number or wrapped around without a word.</summary>
internal static class JsonNumbers
{
    /// <summary>Whole numbers up to here are the same in float64.</summary>
    private const double MaxExactInteger = 1L << 53;

    public delegate bool Reader<T>(JsonElement json, out T value);

    public static bool TryReadBoolean(JsonElement json, out bool value)
    {
        value = json.ValueKind == JsonValueKind.True;
        return json.ValueKind is JsonValueKind.True or JsonValueKind.False;
    }

    public static bool TryReadInteger<T>(JsonElement json, out T value)
        where T : struct, IBinaryInteger<T>
    {
        value = default;
        if (json.ValueKind != JsonValueKind.Number) return false;
        if (T.TryParse(json.GetRawText(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value)) return true;
        // Writers that know only floating point write 3.0 and 1e3.
        if (!json.TryGetDouble(out double number) || number != Math.Floor(number) || Math.Abs(number) > MaxExactInteger) return false;
        try
        {
            value = T.CreateChecked(number);
            return true;
        }
        catch (OverflowException)
        {
            return false;
        }
    }

    public static bool TryReadDouble(JsonElement json, out double value)
    {
        value = 0;
        if (json.ValueKind == JsonValueKind.Number) return json.TryGetDouble(out value) && double.IsFinite(value);
        if (json.ValueKind != JsonValueKind.String) return false;
        value = json.ValueEquals("NaN"u8) ? double.NaN
            : json.ValueEquals("Infinity"u8) ? double.PositiveInfinity
            : json.ValueEquals("-Infinity"u8) ? double.NegativeInfinity
            : 0;
        return value != 0;
    }

    public static bool TryReadSingle(JsonElement json, out float value)
    {
        bool read = TryReadDouble(json, out double wide);
        // Parsed from the text: by way of float64 it would be rounded twice.
        value = json.ValueKind == JsonValueKind.Number && read ? json.GetSingle() : (float)wide;
        return read && float.IsFinite(value) == double.IsFinite(wide);
    }

    public static bool TryReadHalf(JsonElement json, out Half value)
    {
        bool read = TryReadDouble(json, out double wide);
        value = (Half)wide;
        return read && Half.IsFinite(value) == double.IsFinite(wide);
    }

    public static bool TryReadBFloat16(JsonElement json, out BFloat16 value)
    {
        bool read = TryReadSingle(json, out float wide);
        value = (BFloat16)wide;
        return read && float.IsFinite(value) == float.IsFinite(wide);
    }

    public static bool TryReadText(JsonElement json, out string value)
    {
        value = "";
        if (json.ValueKind != JsonValueKind.String) return false;
        try
        {
            value = json.GetString()!;
            return true;
        }
        catch (InvalidOperationException)
        {
            return false; // an escape that is half a surrogate pair
        }
    }

    public static bool TryReadBytes(JsonElement json, out ReadOnlyMemory<byte> value)
    {
        byte[]? bytes = null;
        bool read = json.ValueKind == JsonValueKind.String && json.TryGetBytesFromBase64(out bytes);
        value = bytes;
        return read;
    }
}
