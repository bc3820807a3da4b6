using System.Buffers.Text;
using System.Runtime.CompilerServices;

namespace Mce.AspNetCore;

/// <summary>
/// Short cuts for the numbers that requests are full of, several times as fast as the framework's own. What isn't certain to be right to
/// the last bit is left to the framework.
/// </summary>
internal static class RealText
{
    private const ulong MaxExact = 1UL << 53;
    private const int MostDigits = 9; // that many tell any two binary32 apart

    // Powers of ten that binary64 holds exactly.
    private static readonly double[] Powers =
        [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22];

    /// <summary>Reads digits with a sign and a point.</summary>
    /// <param name="text">The whole number.</param>
    /// <param name="value">The nearest binary64.</param>
    /// <returns>False: there is an exponent or too many digits, or it is no number.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, out double value)
    {
        value = 0;
        int i = 0;
        bool isNegative = text.Length > 0 && text[0] == '-';
        if (isNegative) i++;
        if (text.Length - i is 0 or > 18) return false; // 18 digits don't overflow

        ulong digits = 0;
        int point = -1;
        for (; i < text.Length; i++)
        {
            uint digit = (uint)text[i] - '0';
            if (digit <= 9)
            {
                digits = (digits * 10) + digit;
            }
            else
            {
                if (text[i] != '.' || point >= 0) return false;
                point = i;
            }
        }

        int decimals = point < 0 ? 0 : text.Length - 1 - point;
        if (digits > MaxExact || (point >= 0 && (decimals == 0 || point == (isNegative ? 1 : 0)))) return false;
        // Both are exact, so the one division rounds once.
        value = digits / Powers[decimals];
        if (isNegative) value = -value;
        return true;
    }

    /// <inheritdoc cref="TryParse(ReadOnlySpan{byte}, out double)"/>
    public static bool TryParse(ReadOnlySpan<byte> text, out float value)
    {
        bool read = TryParse(text, out double wide);
        value = (float)wide;
        return read && RoundsOnce(wide);
    }

    /// <summary>Writes a number as briefly as it can be read back.</summary>
    /// <returns>How many bytes were written; 0 = it is left to the framework.</returns>
    /// <param name="value">The number.</param>
    /// <param name="target">At least 32 bytes.</param>
    public static int TryFormat(float value, Span<byte> target)
    {
        const float Least = 1e-4f;
        const float Bound = 1e6f;
        float magnitude = Math.Abs(value);
        int written = 0;
        if (BitConverter.SingleToInt32Bits(value) == 0)
        {
            target[0] = (byte)'0';
            return 1;
        }

        if (magnitude is not (>= Least and < Bound)) return 0;
        if (value < 0) target[written++] = (byte)'-';
        if (magnitude == (int)magnitude)
        {
            Utf8Formatter.TryFormat((int)magnitude, target[written..], out int whole);
            return written + whole;
        }

        int scale = magnitude >= 1 ? 6 : 7; // how many decimals make seven digits, or nearly
        for (double bound = 10; magnitude >= bound; bound *= 10) scale--;
        for (double bound = 0.1; magnitude < bound; bound /= 10) scale++;
        for (int digits = 7; digits <= MostDigits; digits++, scale++)
        {
            double scaled = Math.Round(magnitude * Powers[scale]);
            double back = scaled / Powers[scale];
            if ((float)back == magnitude && RoundsOnce(back)) return written + Write((ulong)scaled, scale, target[written..]);
        }

        return 0;
    }

    // Half-way between two binary32 the direction depends on what binary64 has lost already; so does it below the smallest normal one.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool RoundsOnce(double value)
    {
        const double SmallestNormal = 1.1754943508222875e-38;
        const ulong Lost = (1UL << 29) - 1;
        return (BitConverter.DoubleToUInt64Bits(value) & Lost) != 1UL << 28 && (value == 0 || Math.Abs(value) >= SmallestNormal);
    }

    private static int Write(ulong digits, int decimals, Span<byte> target)
    {
        while (digits % 10 == 0)
        {
            digits /= 10;
            decimals--;
        }

        ulong unit = (ulong)Powers[decimals];
        Utf8Formatter.TryFormat(digits / unit, target, out int written);
        target[written] = (byte)'.';
        ulong rest = digits % unit;
        for (int i = written + decimals; i > written; i--)
        {
            target[i] = (byte)('0' + (rest % 10));
            rest /= 10;
        }

        return written + 1 + decimals;
    }
}
