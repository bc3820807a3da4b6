using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Mce.Cli.Checking;

/// <summary>Counts the numbers that are too far from those expected, and keeps the largest errors.</summary>
internal sealed class NumberDifference<T>(Tolerance said)
    where T : unmanaged, INumber<T>
{
    private static readonly bool IsFloatingPoint = typeof(T) == typeof(Half) || typeof(T) == typeof(float) || typeof(T) == typeof(double);

    private readonly Tolerance _tolerance = said.For(IsFloatingPoint);
    private long _first = -1;
    private T _firstExpected;
    private T _firstActual;
    private double _maxAbsolute;
    private double _maxRelative;

    /// <summary>How many are too far.</summary>
    public long Count { get; private set; }

    /// <summary>Takes some elements in.</summary>
    /// <param name="expected">What should be.</param>
    /// <param name="actual">What is, as many.</param>
    /// <param name="start">The position of the first.</param>
    public void Add(ReadOnlySpan<T> expected, ReadOnlySpan<T> actual, long start)
    {
        if (MemoryMarshal.AsBytes(expected).SequenceEqual(MemoryMarshal.AsBytes(actual))) return;
        for (int i = 0; i < expected.Length; i++)
        {
            T wanted = expected[i], given = actual[i];
            if (wanted == given || (T.IsNaN(wanted) && T.IsNaN(given))) continue;
            double magnitude = double.CreateSaturating(wanted);
            double error = ErrorOf(wanted, given);
            // Not less, so that NaN counts; an infinity allows anything within its own tolerance, and must not.
            bool isFar = !(error <= _tolerance.Allowed(magnitude)) || !double.IsFinite(magnitude);
            if (!double.IsNaN(error))
            {
                _maxAbsolute = Math.Max(_maxAbsolute, error);
                _maxRelative = Math.Max(_maxRelative, error / Math.Abs(magnitude));
            }

            if (!isFar) continue;
            if (Count++ > 0) continue;
            (_first, _firstExpected, _firstActual) = (start + i, wanted, given);
        }
    }

    /// <summary>The end of a sentence about an output.</summary>
    public string Describe(InferenceTensor expected) => string.Create(
        CultureInfo.InvariantCulture,
        $"differs in {Count} of {expected.ElementCount} elements, first at {TensorComparer.IndexOf(_first, expected)}: got {_firstActual}, expected {_firstExpected}; "
        + $"largest error {_maxAbsolute:G4} absolute, {_maxRelative:G4} relative; allowed {_tolerance}");

    // Whole numbers of 64 bits are not all numbers of float64: their difference is taken first.
    private static double ErrorOf(T expected, T actual) => IsFloatingPoint
        ? Math.Abs(double.CreateSaturating(actual) - double.CreateSaturating(expected))
        : (double)Int128.Abs(Int128.CreateChecked(actual) - Int128.CreateChecked(expected));
}
