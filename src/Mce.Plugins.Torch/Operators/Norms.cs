using Mce.Plugins.Torch.Graph;
using Mce.Plugins.Torch.Native;

namespace Mce.Plugins.Torch.Operators;

/// <summary>Norms of vectors, whose order is a plain number.</summary>
internal static unsafe class Norms
{
    /// <summary>(self, ord, dim, keepdim, dtype): what <c>norm</c>, <c>linalg.vector_norm</c> and <c>normalize</c> are exported as.</summary>
    public static nint VectorNorm(OperatorArguments arguments)
    {
        nint self = TensorHandle.Duplicate(arguments.Self);
        return Compute(self, arguments.Number(1), arguments.Encode(2), arguments.Encode(3), arguments.ScalarType(4) ?? TensorHandle.ScalarType(self));
    }

    /// <summary>(self, other, p): the norm of the difference over all dimensions.</summary>
    public static nint Distance(OperatorArguments arguments)
    {
        nint difference = Addition.Difference(arguments);
        return Compute(difference, arguments.Number(2), 0, 0, TensorHandle.ScalarType(difference));
    }

    /// <param name="owned">The vectors.</param>
    /// <param name="order">The norm's order.</param>
    /// <param name="dimensions">An optional list in a box, or 0 for all dimensions.</param>
    /// <param name="keepDimensions">1 to keep them with the size 1.</param>
    /// <param name="type">The result's type, which the elements are converted to before anything else.</param>
    private static nint Compute(nint owned, Number order, ulong dimensions, ulong keepDimensions, int type)
    {
        // Without an order, PyTorch's own function of all norms computes the second.
        if (order.AsDouble == 2)
            return Aten.Call("aten::linalg_norm"u8, ""u8, (ulong)owned, 0, dimensions, keepDimensions, OptionalOperand.Box((ulong)type));

        // As PyTorch does: sums and powers in 16 bits would overflow.
        int wide = type is ScalarTypes.Half or ScalarTypes.BFloat16 ? ScalarTypes.Float : type;
        nint values = Aten.Call("aten::abs"u8, ""u8, (ulong)Aten.Cast(Aten.Cast(owned, type), wide));
        nint norm = order.AsDouble switch
        {
            0 => Sum(Aten.Call("aten::ne"u8, "Tensor"u8, (ulong)values, (ulong)Number.Of(0L).ToTensor(wide)), dimensions, keepDimensions, wide),
            1 => Sum(values, dimensions, keepDimensions, wide),
            double.PositiveInfinity => Aten.Call("aten::amax"u8, ""u8, (ulong)values, ListOf(dimensions), keepDimensions),
            double.NegativeInfinity => Aten.Call("aten::amin"u8, ""u8, (ulong)values, ListOf(dimensions), keepDimensions),
            double p => Power(Sum(Power(values, p, wide), dimensions, keepDimensions, wide), 1 / p, wide),
        };
        return Aten.Cast(norm, type);
    }

    private static nint Sum(nint owned, ulong dimensions, ulong keepDimensions, int type) =>
        Aten.Call("aten::sum"u8, "dim_IntList"u8, (ulong)owned, dimensions, keepDimensions, OptionalOperand.Box((ulong)type));

    private static nint Power(nint owned, double exponent, int type) =>
        Aten.Call("aten::pow"u8, "Tensor_Tensor"u8, (ulong)owned, (ulong)Number.Of(exponent).ToTensor(type));

    // An empty list stands for all dimensions where the operator's list isn't optional.
    private static ulong ListOf(ulong dimensions) => dimensions == 0 ? Aten.EmptyList() : OptionalOperand.Unbox(dimensions);
}
