using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Unicode;

namespace Mce.AspNetCore;

/// <summary>Reads single elements from plain text. None is rounded to another number or wrapped around without a word.</summary>
internal static class ElementText
{
    /// <summary>Adds one element to an input.</summary>
    /// <returns>False: the text is no such element.</returns>
    public static bool TryAdd(InputWriter writer, ReadOnlySpan<byte> text)
    {
        if (writer.Spec.ElementType == TensorElementType.String)
        {
            if (!Utf8.IsValid(text)) return false;
            writer.Add(Encoding.UTF8.GetString(text));
            return true;
        }

        text = text.Trim(" \t"u8);
        switch (writer.Spec.ElementType)
        {
            case TensorElementType.Float32:
                if (!TryParse(text, out float single)) return false;
                writer.Add(single);
                return true;
            case TensorElementType.Float64: return TryAddReal<double>(writer, text, double.IsFinite);
            case TensorElementType.Float16: return TryAddReal<Half>(writer, text, Half.IsFinite);
            case TensorElementType.BFloat16:
                if (!TryParse(text, out float wide) || float.IsFinite(wide) != float.IsFinite((BFloat16)wide)) return false;
                writer.Add((BFloat16)wide);
                return true;
            case TensorElementType.Boolean: return TryAddBoolean(writer, text);
            case TensorElementType.Int8: return TryAddInteger<sbyte>(writer, text);
            case TensorElementType.Int16: return TryAddInteger<short>(writer, text);
            case TensorElementType.Int32: return TryAddInteger<int>(writer, text);
            case TensorElementType.Int64: return TryAddInteger<long>(writer, text);
            case TensorElementType.UInt8: return TryAddInteger<byte>(writer, text);
            case TensorElementType.UInt16: return TryAddInteger<ushort>(writer, text);
            case TensorElementType.UInt32: return TryAddInteger<uint>(writer, text);
            case TensorElementType.UInt64: return TryAddInteger<ulong>(writer, text);
            default: return false;
        }
    }

    private static bool TryParse(ReadOnlySpan<byte> text, out float value)
    {
        if (RealText.TryParse(text, out value)) return true;
        if (Utf8Parser.TryParse(text, out value, out int read) && read == text.Length && float.IsFinite(value)) return true;
        bool special = TryParseSpecial(text, out double wide);
        value = (float)wide;
        return special;
    }

    private static bool TryAddReal<T>(InputWriter writer, ReadOnlySpan<byte> text, Predicate<T> isFinite)
        where T : IFloatingPointIeee754<T>
    {
        if (!T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out T? value) || !isFinite(value))
        {
            if (!TryParseSpecial(text, out double special)) return false;
            value = T.CreateSaturating(special);
        }

        writer.Add(value);
        return true;
    }

    private static bool TryParseSpecial(ReadOnlySpan<byte> text, out double value)
    {
        value = Ascii.EqualsIgnoreCase(text, "nan"u8) ? double.NaN
            : Ascii.EqualsIgnoreCase(text, "inf"u8) || Ascii.EqualsIgnoreCase(text, "infinity"u8) ? double.PositiveInfinity
            : Ascii.EqualsIgnoreCase(text, "-inf"u8) || Ascii.EqualsIgnoreCase(text, "-infinity"u8) ? double.NegativeInfinity
            : 0;
        return value != 0;
    }

    private static bool TryAddInteger<T>(InputWriter writer, ReadOnlySpan<byte> text)
        where T : struct, IBinaryInteger<T>, IMinMaxValue<T>
    {
        const double MaxExact = 1L << 53; // whole numbers up to here are the same in binary64
        if (!T.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out T value))
        {
            // Writers that know only floating point write 3.0.
            if (!Utf8Parser.TryParse(text, out double real, out int read) || read != text.Length || real != Math.Floor(real) || Math.Abs(real) > MaxExact) return false;
            value = T.CreateSaturating(real);
            if (double.CreateChecked(value) != real) return false;
        }

        writer.Add(value);
        return true;
    }

    private static bool TryAddBoolean(InputWriter writer, ReadOnlySpan<byte> text)
    {
        bool isTrue = text.SequenceEqual("1"u8) || Ascii.EqualsIgnoreCase(text, "true"u8);
        if (!isTrue && !text.SequenceEqual("0"u8) && !Ascii.EqualsIgnoreCase(text, "false"u8)) return false;
        writer.Add(isTrue);
        return true;
    }
}
