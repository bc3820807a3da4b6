namespace Mce.Cli;

/// <summary>How the command writes types and shapes.</summary>
internal static class Words
{
    /// <summary>For example <c>float32</c>.</summary>
    public static string Of(TensorElementType type) => type.ToString().ToLowerInvariant();

    /// <summary>For example <c>[batch, 64]</c>; <c>[...]</c> for any shape.</summary>
    public static string ShapeOf(TensorSpec spec) => spec.HasRank ? $"[{string.Join(", ", spec.Dimensions)}]" : "[...]";

    /// <summary>For example <c>[1, 64]</c>.</summary>
    public static string ShapeOf(InferenceTensor tensor) => $"[{string.Join(", ", tensor.Dimensions.ToArray())}]";

    /// <summary>Several specs in a sentence.</summary>
    public static string List(IReadOnlyCollection<TensorSpec> specs) => specs.Count == 0 ? "none" : string.Join("; ", specs);

    /// <summary>For example <c>1 file</c>, <c>2 files</c>.</summary>
    public static string Count(long count, string noun) => $"{count} {noun}{(count == 1 ? "" : "s")}";
}
