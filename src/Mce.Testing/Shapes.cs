namespace Mce.Testing;

/// <summary>Shapes for values whose shape nobody gave.</summary>
internal static class Shapes
{
    /// <summary>The smallest shape that the description takes, with at least one element where it may.</summary>
    public static long[] Smallest(TensorSpec spec) =>
        spec.HasRank ? [.. spec.Dimensions.Select(d => d.Size ?? Math.Clamp(1, d.Minimum, d.Maximum))] : [1];

    /// <summary>A shape for that many values: what is fixed stays, the last dynamic dimension takes the rest.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static long[] Fit(TensorSpec spec, int count)
    {
        if (!spec.HasRank) return [count];
        long[] shape = Smallest(spec);
        int last = spec.Dimensions.ToList().FindLastIndex(d => d.IsDynamic);
        long others = shape.Where((_, i) => i != last).Aggregate(1L, (product, size) => product * size);
        if (last >= 0) shape[last] = others == 0 ? 0 : count / others;
        return shape.Aggregate(1L, (product, size) => product * size) == count && spec.AcceptsShape(shape)
            ? shape
            : throw new ArgumentException($"{count} value{(count == 1 ? "" : "s")} can't be given as {spec}: build the tensor yourself.");
    }
}
