namespace Mce.Abstractions.Tests.Tensors;

/// <summary>Views done slowly: every step writes all elements anew, row-major, from their index tuples.</summary>
internal sealed record NaiveTensor(long[] Dimensions, int[] Elements)
{
    public static NaiveTensor Iota(long[] dimensions) =>
        new(dimensions, [.. Enumerable.Range(0, (int)dimensions.Aggregate(1L, (a, b) => a * b))]);

    public NaiveTensor Slice(int dimension, long start, long length) =>
        Build([.. Dimensions.Select((d, i) => i == dimension ? length : d)], index => [.. index.Select((v, i) => i == dimension ? v + start : v)]);

    public NaiveTensor Permute(int[] order) =>
        Build([.. order.Select(o => Dimensions[o])], index => [.. Enumerable.Range(0, order.Length).Select(i => index[Array.IndexOf(order, i)])]);

    private NaiveTensor Build(long[] dimensions, Func<long[], long[]> sourceIndex) =>
        new(dimensions, [.. Indices(dimensions).Select(i => Elements[Flat(sourceIndex(i))])]);

    private int Flat(long[] index)
    {
        long flat = 0;
        for (int i = 0; i < index.Length; i++) flat = (flat * Dimensions[i]) + index[i];
        return (int)flat;
    }

    private static IEnumerable<long[]> Indices(long[] dimensions)
    {
        IEnumerable<long[]> all = [[]];
        foreach (long dimension in dimensions)
            all = all.SelectMany(prefix => Enumerable.Range(0, (int)dimension).Select(i => (long[])[.. prefix, i]));
        return all;
    }
}
