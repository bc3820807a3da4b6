namespace Mce.Cli.Inspecting;

/// <summary>One dimension.</summary>
/// <param name="Size">Its size; null when it comes with each request.</param>
/// <param name="Name">The name of a dynamic one, if it has any; those with one name are meant to be equal.</param>
/// <param name="Minimum">The smallest size.</param>
/// <param name="Maximum">The largest size; null = any.</param>
internal sealed record DimensionInfo(long? Size, string? Name, long Minimum, long? Maximum)
{
    public static DimensionInfo Of(TensorDimension dimension) =>
        new(dimension.Size, dimension.Symbol, dimension.Minimum, dimension.Maximum == long.MaxValue ? null : dimension.Maximum);
}
