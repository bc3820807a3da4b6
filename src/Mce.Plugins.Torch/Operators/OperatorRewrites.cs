using Mce.Plugins.Torch.Archive;

namespace Mce.Plugins.Torch.Operators;

/// <summary>
/// Operators that take a plain number and have a twin that takes a tensor: the call is rewritten to the twin when the model
/// is loaded, and the number goes in as a tensor without dimensions.
/// </summary>
internal static class OperatorRewrites
{
    private static readonly Dictionary<string, Rewrite> Table = Create();

    /// <summary>The keys of the operators that are rewritten.</summary>
    public static IEnumerable<string> Keys => Table.Keys;

    /// <summary>The twin of an operator and the arguments for it, or null when the operator is called as it is.</summary>
    public static (string Name, string Overload, GraphArgument[] Arguments)? Find(string key, GraphArgument[] arguments)
    {
        if (!Table.TryGetValue(key, out Rewrite? rewrite)) return null;
        string[] parts = rewrite.Twin.Split('.', 2);
        return (parts[0], parts.Length > 1 ? parts[1] : "", rewrite.Arguments(arguments));
    }

    private static Dictionary<string, Rewrite> Create()
    {
        var table = new Dictionary<string, Rewrite>(StringComparer.Ordinal);
        foreach (string name in (ReadOnlySpan<string>)["mul", "div", "eq", "ne", "lt", "le", "gt", "ge", "remainder", "fmod", "bitwise_and", "bitwise_or", "bitwise_xor", "masked_fill", "fill"])
        {
            Add($"{name}.Scalar", $"{name}.Tensor", Same);
            Add($"{name}_.Scalar", $"{name}_.Tensor", Same);
        }

        foreach (string name in (ReadOnlySpan<string>)["and", "or", "xor", "lshift", "rshift"])
        {
            Add($"__{name}__.Scalar", $"__{name}__.Tensor", Same);
            Add($"__i{name}__.Scalar", $"__i{name}__.Tensor", Same);
        }

        Add("div.Scalar_mode", "div.Tensor_mode", Same);
        Add("div_.Scalar_mode", "div_.Tensor_mode", Same);
        Add("floor_divide.Scalar", "floor_divide", Same);
        Add("lerp.Scalar", "lerp.Tensor", Same);
        Add("linspace.Scalar_Tensor", "linspace.Tensor_Tensor", Same);
        Add("linspace.Tensor_Scalar", "linspace.Tensor_Tensor", Same);
        foreach (string suffix in (ReadOnlySpan<string>)["", "_"])
        {
            Add($"clamp{suffix}", $"clamp{suffix}.Tensor", Same);
            Add($"clamp_min{suffix}", $"clamp_min{suffix}.Tensor", Same);
            Add($"clamp_max{suffix}", $"clamp_max{suffix}.Tensor", Same);
            Add($"hardtanh{suffix}", $"clamp{suffix}.Tensor", Same);
        }

        Add("var.correction", "var.dim", Unbiased);
        Add("std.correction", "std.dim", Unbiased);
        Add("var_mean.correction", "var_mean.dim", Unbiased);
        Add("std_mean.correction", "std_mean.dim", Unbiased);
        Add("constant_pad_nd", "pad", a => [a[0], a[1], new GraphArgument.Text("constant"), a[2]]);
        return table;

        void Add(string key, string twin, Func<GraphArgument[], GraphArgument[]> arguments) => table.Add(key, new Rewrite(twin, arguments));
    }

    private static GraphArgument[] Same(GraphArgument[] arguments) => arguments;

    // (self, dim, correction, keepdim) → (self, dim, unbiased, keepdim)
    private static GraphArgument[] Unbiased(GraphArgument[] arguments)
    {
        bool? unbiased = arguments[2] switch
        {
            GraphArgument.None or GraphArgument.Integer { Value: 1 } or GraphArgument.Real { Value: 1 } => true,
            GraphArgument.Integer { Value: 0 } or GraphArgument.Real { Value: 0 } => false,
            _ => null,
        };
        return unbiased is { } known
            ? [arguments[0], arguments[1], new GraphArgument.Boolean(known), arguments[3]]
            : throw new NotSupportedException("a correction other than 0 or 1");
    }

    private sealed record Rewrite(string Twin, Func<GraphArgument[], GraphArgument[]> Arguments);
}
