using System.Numerics;

namespace Mce.AspNetCore;

/// <summary>Writes the numbers and booleans of tensors as text.</summary>
internal static class NumberText
{
    /// <summary>Writes elements one after the other.</summary>
    /// <param name="text">Where to.</param>
    /// <param name="tensor">Contiguous; not of text or bytes.</param>
    /// <param name="start">The first element, row-major.</param>
    /// <param name="count">How many.</param>
    /// <param name="separator">What stands between two.</param>
    /// <param name="quoteSpecials">Whether NaN, Infinity and -Infinity stand in quotes.</param>
    public static void WriteRun(ref BodyText text, InferenceTensor tensor, int start, int count, byte separator, bool quoteSpecials)
    {
        switch (tensor.ElementType)
        {
            case TensorElementType.Float32: WriteFloats(ref text, tensor.AsReadOnlySpan<float>().Slice(start, count), separator, quoteSpecials); break;
            case TensorElementType.Float64: WriteFloats(ref text, tensor.AsReadOnlySpan<double>().Slice(start, count), separator, quoteSpecials); break;
            case TensorElementType.Float16: WriteFloats(ref text, tensor.AsReadOnlySpan<Half>().Slice(start, count), separator, quoteSpecials); break;
            case TensorElementType.BFloat16: WriteBFloat16(ref text, tensor.AsReadOnlySpan<BFloat16>().Slice(start, count), separator, quoteSpecials); break;
            case TensorElementType.Int8: WriteIntegers(ref text, tensor.AsReadOnlySpan<sbyte>().Slice(start, count), separator); break;
            case TensorElementType.Int16: WriteIntegers(ref text, tensor.AsReadOnlySpan<short>().Slice(start, count), separator); break;
            case TensorElementType.Int32: WriteIntegers(ref text, tensor.AsReadOnlySpan<int>().Slice(start, count), separator); break;
            case TensorElementType.Int64: WriteIntegers(ref text, tensor.AsReadOnlySpan<long>().Slice(start, count), separator); break;
            case TensorElementType.UInt8: WriteIntegers(ref text, tensor.AsReadOnlySpan<byte>().Slice(start, count), separator); break;
            case TensorElementType.UInt16: WriteIntegers(ref text, tensor.AsReadOnlySpan<ushort>().Slice(start, count), separator); break;
            case TensorElementType.UInt32: WriteIntegers(ref text, tensor.AsReadOnlySpan<uint>().Slice(start, count), separator); break;
            case TensorElementType.UInt64: WriteIntegers(ref text, tensor.AsReadOnlySpan<ulong>().Slice(start, count), separator); break;
            default: WriteBooleans(ref text, tensor.AsReadOnlySpan<bool>().Slice(start, count), separator); break;
        }
    }

    private static void WriteFloats<T>(ref BodyText text, scoped ReadOnlySpan<T> values, byte separator, bool quoteSpecials)
        where T : IFloatingPointIeee754<T>
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (i > 0) text.Append(separator);
            T value = values[i];
            if (T.IsFinite(value)) text.AppendNumber(value);
            else WriteSpecial(ref text, T.IsNaN(value) ? "\"NaN\""u8 : T.IsPositive(value) ? "\"Infinity\""u8 : "\"-Infinity\""u8, quoteSpecials);
        }
    }

    private static void WriteBFloat16(ref BodyText text, scoped ReadOnlySpan<BFloat16> values, byte separator, bool quoteSpecials)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (i > 0) text.Append(separator);
            WriteFloats<float>(ref text, [values[i]], separator, quoteSpecials);
        }
    }

    private static void WriteIntegers<T>(ref BodyText text, scoped ReadOnlySpan<T> values, byte separator)
        where T : IBinaryInteger<T>
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (i > 0) text.Append(separator);
            text.AppendNumber(values[i]);
        }
    }

    private static void WriteBooleans(ref BodyText text, scoped ReadOnlySpan<bool> values, byte separator)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (i > 0) text.Append(separator);
            text.Append(values[i] ? "true"u8 : "false"u8);
        }
    }

    private static void WriteSpecial(ref BodyText text, ReadOnlySpan<byte> quoted, bool quoteSpecials) =>
        text.Append(quoteSpecials ? quoted : quoted[1..^1]);
}
