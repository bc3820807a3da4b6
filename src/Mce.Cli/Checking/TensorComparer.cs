using System.Globalization;
using System.Numerics;

namespace Mce.Cli.Checking;

/// <summary>Holds a model's output against the one expected.</summary>
internal static class TensorComparer
{
    /// <summary>Compares types, shapes and elements. NaN equals NaN; bfloat16 is compared as the float32 that it stands for.</summary>
    /// <param name="expected">Contiguous.</param>
    /// <param name="actual">On the host.</param>
    /// <param name="tolerance">For numbers; text, bytes and booleans must be equal.</param>
    /// <returns>What differs, as the end of a sentence; null = nothing.</returns>
    public static string? Compare(InferenceTensor expected, InferenceTensor actual, Tolerance tolerance)
    {
        bool widened = expected.ElementType == TensorElementType.Float32 && actual.ElementType == TensorElementType.BFloat16;
        if (!widened && expected.ElementType != actual.ElementType || !expected.Dimensions.SequenceEqual(actual.Dimensions))
            return $"is {actual}, expected {expected}";

        using InferenceTensor packed = actual.ToContiguous();
        switch (expected.ElementType)
        {
            case TensorElementType.Float32 when widened:
                using (InferenceTensor wide = Widen(packed)) return CompareNumbers<float>(expected, wide, tolerance);
            case TensorElementType.BFloat16:
                using (InferenceTensor wideExpected = Widen(expected), wide = Widen(packed)) return CompareNumbers<float>(wideExpected, wide, tolerance);
            case TensorElementType.Float16: return CompareNumbers<Half>(expected, packed, tolerance);
            case TensorElementType.Float32: return CompareNumbers<float>(expected, packed, tolerance);
            case TensorElementType.Float64: return CompareNumbers<double>(expected, packed, tolerance);
            case TensorElementType.Int8: return CompareNumbers<sbyte>(expected, packed, tolerance);
            case TensorElementType.Int16: return CompareNumbers<short>(expected, packed, tolerance);
            case TensorElementType.Int32: return CompareNumbers<int>(expected, packed, tolerance);
            case TensorElementType.Int64: return CompareNumbers<long>(expected, packed, tolerance);
            case TensorElementType.UInt8: return CompareNumbers<byte>(expected, packed, tolerance);
            case TensorElementType.UInt16: return CompareNumbers<ushort>(expected, packed, tolerance);
            case TensorElementType.UInt32: return CompareNumbers<uint>(expected, packed, tolerance);
            case TensorElementType.UInt64: return CompareNumbers<ulong>(expected, packed, tolerance);
            case TensorElementType.Boolean: return CompareExactly<bool>(expected, packed, (a, b) => a == b, v => v ? "true" : "false");
            case TensorElementType.String: return CompareExactly<string>(expected, packed, string.Equals, Quote);
            case TensorElementType.Bytes:
                return CompareExactly<ReadOnlyMemory<byte>>(expected, packed, (a, b) => a.Span.SequenceEqual(b.Span), v => $"0x{Convert.ToHexString(v.Span[..Math.Min(v.Length, 16)])}");
            default: throw new ArgumentOutOfRangeException(nameof(expected), expected.ElementType, "Not a tensor element type.");
        }
    }

    private static unsafe string? CompareNumbers<T>(InferenceTensor expected, InferenceTensor actual, Tolerance tolerance)
        where T : unmanaged, INumber<T>
    {
        // A span holds at most 2^31 elements, a tensor more.
        const int Chunk = 1 << 24;
        var difference = new NumberDifference<T>(tolerance);
        T* wanted = (T*)expected.DangerousGetAddress(), given = (T*)actual.DangerousGetAddress();
        for (long start = 0; start < expected.ElementCount; start += Chunk)
        {
            int length = (int)Math.Min(Chunk, expected.ElementCount - start);
            difference.Add(new ReadOnlySpan<T>(wanted + start, length), new ReadOnlySpan<T>(given + start, length), start);
        }

        GC.KeepAlive(expected);
        GC.KeepAlive(actual);
        return difference.Count == 0 ? null : difference.Describe(expected);
    }

    private static string? CompareExactly<T>(InferenceTensor expected, InferenceTensor actual, Func<T, T, bool> equal, Func<T, string> show)
    {
        ReadOnlySpan<T> wanted = expected.AsReadOnlySpan<T>(), given = actual.AsReadOnlySpan<T>();
        int count = 0, first = -1;
        for (int i = 0; i < wanted.Length; i++)
        {
            if (equal(wanted[i], given[i])) continue;
            if (count++ == 0) first = i;
        }

        return count == 0 ? null : $"differs in {count} of {wanted.Length} elements, first at {IndexOf(first, expected)}: got {show(given[first])}, expected {show(wanted[first])}";
    }

    /// <summary>Where an element is, for example <c>[0, 4]</c>.</summary>
    public static string IndexOf(long element, InferenceTensor tensor)
    {
        var index = new long[tensor.Rank];
        for (int i = tensor.Rank - 1; i >= 0; i--) (element, index[i]) = Math.DivRem(element, tensor.Dimensions[i]);
        return $"[{string.Join(", ", index)}]";
    }

    private static InferenceTensor Widen(InferenceTensor tensor)
    {
        BFloat16[] values = tensor.ToArray<BFloat16>();
        return InferenceTensor.FromArray(Array.ConvertAll(values, v => (float)v), tensor.Dimensions);
    }

    private static string Quote(string text) => text.Length <= 60 ? $"\"{text}\"" : string.Create(CultureInfo.InvariantCulture, $"\"{text[..60]}…\" ({text.Length} characters)");
}
