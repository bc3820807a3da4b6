using System.Globalization;

namespace Mce;

/// <summary>One dimension of a <see cref="TensorSpec"/>: a fixed size, or a dynamic one with an optional name and range.</summary>
public readonly record struct TensorDimension
{
    private TensorDimension(long? size, string? symbol, long minimum, long maximum)
    {
        Size = size;
        Symbol = symbol;
        Minimum = minimum;
        Maximum = maximum;
    }

    /// <summary>The size, or null when it is dynamic.</summary>
    public long? Size { get; }

    /// <summary>The name of a dynamic dimension, for example <c>batch</c>; dimensions with one name are meant to be equal.</summary>
    public string? Symbol { get; }

    /// <summary>The smallest size allowed, inclusive.</summary>
    public long Minimum { get; }

    /// <summary>The largest size allowed, inclusive.</summary>
    public long Maximum { get; }

    /// <summary>Whether the size is left to the caller.</summary>
    public bool IsDynamic => Size is null;

    /// <summary>A dimension of this size and no other.</summary>
    /// <param name="size">Not negative.</param>
    public static TensorDimension Fixed(long size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        return new TensorDimension(size, null, size, size);
    }

    /// <summary>A dimension whose size comes with each request.</summary>
    /// <param name="symbol">A name, or null.</param>
    /// <param name="minimum">Not negative.</param>
    /// <param name="maximum">Not under the minimum.</param>
    public static TensorDimension Dynamic(string? symbol = null, long minimum = 0, long maximum = long.MaxValue)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(minimum);
        ArgumentOutOfRangeException.ThrowIfLessThan(maximum, minimum);
        return new TensorDimension(null, string.IsNullOrEmpty(symbol) ? null : symbol, minimum, maximum);
    }

    /// <summary>A fixed size.</summary>
    public static implicit operator TensorDimension(long size) => Fixed(size);

    /// <summary>A fixed size.</summary>
    public static TensorDimension FromInt64(long size) => Fixed(size);

    /// <summary>Whether a tensor may have this size here.</summary>
    public bool Accepts(long size) => size >= Minimum && size <= Maximum;

    /// <summary>Whether some size satisfies both.</summary>
    public bool Overlaps(TensorDimension other) => Minimum <= other.Maximum && other.Minimum <= Maximum;

    /// <summary><c>64</c>, <c>batch</c> or <c>?</c>, with the range of a bounded dynamic dimension.</summary>
    public override string ToString()
    {
        if (Size is { } size) return size.ToString(CultureInfo.InvariantCulture);
        string name = Symbol ?? "?";
        return Minimum <= 1 && Maximum == long.MaxValue
            ? name
            : $"{name}({Minimum}..{(Maximum == long.MaxValue ? "" : Maximum.ToString(CultureInfo.InvariantCulture))})";
    }
}
