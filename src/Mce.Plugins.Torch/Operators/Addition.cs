using Mce.Plugins.Torch.Graph;
using Mce.Plugins.Torch.Native;

namespace Mce.Plugins.Torch.Operators;

/// <summary>Sums and differences: their schemas carry a factor <c>alpha</c>, a number that the dispatcher can't be given.</summary>
internal static unsafe class Addition
{
    public static nint Add(OperatorArguments arguments) => Sum(First(arguments), Second(arguments), arguments.Number(2));

    public static nint Subtract(OperatorArguments arguments) => Sum(First(arguments), Second(arguments), arguments.Number(2).Negated);

    public static nint SubtractReversed(OperatorArguments arguments) => Sum(Second(arguments), First(arguments), arguments.Number(2).Negated);

    /// <summary>self - other.</summary>
    public static nint Difference(OperatorArguments arguments) => Sum(First(arguments), Second(arguments), Number.Of(-1L));

    /// <summary>self + value · tensor1 · tensor2.</summary>
    public static nint AddProduct(OperatorArguments arguments) =>
        Sum(First(arguments), Aten.Call("aten::mul"u8, "Tensor"u8, arguments.Encode(1), arguments.Encode(2)), arguments.Number(3));

    private static nint First(OperatorArguments arguments) => arguments.OwnedTensor(0, arguments.AnyTensor);

    private static nint Second(OperatorArguments arguments) => arguments.OwnedTensor(1, arguments.AnyTensor);

    private static nint Sum(nint ownedSelf, nint ownedOther, Number alpha)
    {
        try
        {
            if (!ScalarTypes.IsFloating(TensorHandle.ScalarType(ownedSelf)) && !ScalarTypes.IsFloating(TensorHandle.ScalarType(ownedOther)))
                return IntegerSum(ownedSelf, ownedOther, alpha);
            nint result;
            TensorHandle.Check(StableAbi.AddTensor(ownedSelf, ownedOther, alpha.AsDouble, &result), "aten::add.Tensor");
            return result;
        }
        finally
        {
            TensorHandle.Delete(ownedSelf);
            TensorHandle.Delete(ownedOther);
        }
    }

    // The shim's factor is a double, which PyTorch refuses for integers. Stacking and summing is exact over all 64 bits.
    private static nint IntegerSum(nint self, nint other, Number alpha)
    {
        nint scaled = alpha.AsInt64 == 1 ? TensorHandle.Duplicate(other) : Aten.Multiply(other, alpha);
        // mul promotes as add does, so the product's type is the sum's.
        nint product = Aten.Call("aten::mul"u8, "Tensor"u8, Aten.Share(self), (ulong)TensorHandle.Duplicate(scaled));
        int type = TensorHandle.ScalarType(product);
        TensorHandle.Delete(product);

        ulong pair = Aten.TensorList(Aten.Cast(TensorHandle.Duplicate(self), type), Aten.Cast(scaled, type));
        ulong broadcast = (ulong)Aten.Call("aten::broadcast_tensors"u8, ""u8, pair);
        nint stacked = Aten.Call("aten::stack"u8, ""u8, broadcast, 0);
        return Aten.Call("aten::sum"u8, "dim_IntList"u8, (ulong)stacked, OptionalOperand.Box(Aten.IntegerList(0)), 0, OptionalOperand.Box((ulong)type));
    }
}
