using System.Globalization;

namespace Mce.Conformance;

/// <summary>Compares tensors, element by element.</summary>
public static class TensorAssert
{
    /// <summary>Asserts equal types and shapes, and equal elements: exactly, or within the tolerance for floating point.</summary>
    /// <param name="expected">Contiguous or strided.</param>
    /// <param name="actual">Contiguous or strided.</param>
    /// <param name="tolerance">The largest error allowed: <c>|actual − expected| ≤ tolerance · max(1, |expected|)</c>. NaN equals NaN.</param>
    /// <param name="name">A name for the message.</param>
    public static void Equal(InferenceTensor expected, InferenceTensor actual, double tolerance = 0, string name = "tensor")
    {
        ArgumentNullException.ThrowIfNull(expected);
        ArgumentNullException.ThrowIfNull(actual);
        Assert.True(
            expected.ElementType == actual.ElementType && expected.Dimensions.SequenceEqual(actual.Dimensions),
            $"'{name}': expected {expected}, got {actual}.");

        switch (expected.ElementType)
        {
            case TensorElementType.Float16: Near<Half>(expected, actual, v => (double)v, tolerance, name); break;
            case TensorElementType.BFloat16: Near<BFloat16>(expected, actual, v => v, tolerance, name); break;
            case TensorElementType.Float32: Near<float>(expected, actual, v => v, tolerance, name); break;
            case TensorElementType.Float64: Near<double>(expected, actual, v => v, tolerance, name); break;
            case TensorElementType.Boolean: Same<bool>(expected, actual, name); break;
            case TensorElementType.Int8: Same<sbyte>(expected, actual, name); break;
            case TensorElementType.Int16: Same<short>(expected, actual, name); break;
            case TensorElementType.Int32: Same<int>(expected, actual, name); break;
            case TensorElementType.Int64: Same<long>(expected, actual, name); break;
            case TensorElementType.UInt8: Same<byte>(expected, actual, name); break;
            case TensorElementType.UInt16: Same<ushort>(expected, actual, name); break;
            case TensorElementType.UInt32: Same<uint>(expected, actual, name); break;
            case TensorElementType.UInt64: Same<ulong>(expected, actual, name); break;
            case TensorElementType.String: Same<string>(expected, actual, name); break;
            case TensorElementType.Bytes:
                Assert.Equal(
                    expected.ToArray<ReadOnlyMemory<byte>>().Select(m => Convert.ToHexString(m.Span)),
                    actual.ToArray<ReadOnlyMemory<byte>>().Select(m => Convert.ToHexString(m.Span)));
                break;
            default: throw new ArgumentOutOfRangeException(nameof(expected), expected.ElementType, "Not a tensor element type.");
        }
    }

    private static void Same<T>(InferenceTensor expected, InferenceTensor actual, string name)
    {
        T[] wanted = expected.ToArray<T>(), given = actual.ToArray<T>();
        for (int i = 0; i < wanted.Length; i++)
            if (!EqualityComparer<T>.Default.Equals(wanted[i], given[i])) Fail(name, actual, i, $"expected {wanted[i]}, got {given[i]}");
    }

    private static void Near<T>(InferenceTensor expected, InferenceTensor actual, Func<T, double> widen, double tolerance, string name)
    {
        T[] wanted = expected.ToArray<T>(), given = actual.ToArray<T>();
        for (int i = 0; i < wanted.Length; i++)
        {
            double a = widen(wanted[i]), b = widen(given[i]);
            // Equals first: infinities differ by NaN, and NaN is no less than anything.
            bool near = a.Equals(b) || Math.Abs(a - b) <= tolerance * Math.Max(1, Math.Abs(a));
            if (!near) Fail(name, actual, i, string.Create(CultureInfo.InvariantCulture, $"expected {a:R}, got {b:R}, tolerance {tolerance}"));
        }
    }

    private static void Fail(string name, InferenceTensor actual, int element, string what) =>
        Assert.Fail($"'{name}' {actual}, element {element}: {what}.");
}
