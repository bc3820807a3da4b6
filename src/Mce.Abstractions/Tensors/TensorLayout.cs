namespace Mce;

/// <summary>Arithmetic over dimensions and strides, with every overflow refused.</summary>
internal static class TensorLayout
{
    public const int MaxRank = 64;

    /// <summary>The number of elements; 1 for a scalar, 0 when a dimension is 0.</summary>
    public static long CountElements(ReadOnlySpan<long> dimensions)
    {
        if (dimensions.Length > MaxRank)
            throw Invalid($"A tensor of rank {dimensions.Length}: at most {MaxRank} dimensions are possible.", dimensions);

        long count = 1;
        bool empty = false;
        foreach (long dimension in dimensions)
        {
            if (dimension < 0) throw Invalid($"Dimension {dimension} in {Format(dimensions)} is negative.", dimensions);
            if (dimension == 0) empty = true;
            // A zero further on must not hide an overflow: [2^62, 8, 0] is nonsense, not an empty tensor.
            else if (count > long.MaxValue / dimension) throw Invalid($"The dimensions {Format(dimensions)} overflow.", dimensions);
            else count *= dimension;
        }

        return empty ? 0 : count;
    }

    public static long CountBytes(long elements, int elementSize, ReadOnlySpan<long> dimensions) =>
        elementSize != 0 && elements > long.MaxValue / elementSize
            ? throw Invalid($"The dimensions {Format(dimensions)} of {elementSize}-byte elements overflow.", dimensions)
            : elements * elementSize;

    /// <summary>Row-major strides in elements.</summary>
    public static long[] ContiguousStrides(ReadOnlySpan<long> dimensions)
    {
        var strides = new long[dimensions.Length];
        long step = 1;
        for (int i = dimensions.Length - 1; i >= 0; i--)
        {
            strides[i] = step;
            step *= Math.Max(1, dimensions[i]);
        }

        return strides;
    }

    public static bool IsContiguous(ReadOnlySpan<long> dimensions, ReadOnlySpan<long> strides)
    {
        if (dimensions.Contains(0)) return true; // no elements, no gaps

        long step = 1;
        for (int i = dimensions.Length - 1; i >= 0; i--)
        {
            if (dimensions[i] != 1 && strides[i] != step) return false;
            step *= dimensions[i];
        }

        return true;
    }

    /// <summary>How many elements strided access reaches over: the largest offset plus one, or 0 for an empty tensor.</summary>
    public static long CountReached(ReadOnlySpan<long> dimensions, ReadOnlySpan<long> strides)
    {
        if (dimensions.Contains(0)) return 0;

        long reached = 1;
        for (int i = 0; i < dimensions.Length; i++)
        {
            if (strides[i] < 0) throw Invalid($"Stride {strides[i]} is negative.", dimensions);
            long steps = dimensions[i] - 1;
            if (steps != 0 && strides[i] > (long.MaxValue - reached) / steps) throw Invalid("The strides overflow.", dimensions);
            reached += steps * strides[i];
        }

        return reached;
    }

    public static string Format(ReadOnlySpan<long> dimensions) => $"[{string.Join(", ", dimensions.ToArray())}]";

    public static MceException Invalid(string message, ReadOnlySpan<long> dimensions) =>
        new(MceErrorCodes.TensorInvalid, message, new Dictionary<string, string> { ["shape"] = Format(dimensions) });
}
