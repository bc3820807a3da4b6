namespace Mce.Cli.Inspecting;

/// <summary>An input or output.</summary>
/// <param name="Name">Its name.</param>
/// <param name="ElementType">For example <c>float32</c>.</param>
/// <param name="Dimensions">Outermost first; null when any shape may come.</param>
/// <param name="IsOptional">Whether it may be left out.</param>
internal sealed record TensorInfo(string Name, string ElementType, IReadOnlyList<DimensionInfo>? Dimensions, bool IsOptional)
{
    public static TensorInfo Of(TensorSpec spec) =>
        new(spec.Name, Words.Of(spec.ElementType), spec.HasRank ? [.. spec.Dimensions.Select(DimensionInfo.Of)] : null, spec.IsOptional);
}
