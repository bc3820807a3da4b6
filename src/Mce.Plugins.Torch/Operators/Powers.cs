using Mce.Plugins.Torch.Graph;
using Mce.Plugins.Torch.Native;

namespace Mce.Plugins.Torch.Operators;

/// <summary>Powers with a plain number as exponent or base.</summary>
internal static unsafe class Powers
{
    public static nint Power(OperatorArguments arguments)
    {
        nint self = arguments.Self;
        Number exponent = arguments.Number(1);
        // An integer to an integer stays an integer, which the C function's double would lose.
        if (exponent.Kind != SlotKind.Real && !ScalarTypes.IsFloating(TensorHandle.ScalarType(self)))
            return Aten.Call("aten::pow"u8, "Tensor_Tensor"u8, Aten.Share(self), (ulong)exponent.ToTensorBeside(self));

        nint result;
        TensorHandle.Check(StableAbi.PowTensorScalar(self, exponent.AsDouble, &result), "aten::pow.Tensor_Scalar");
        return result;
    }

    public static nint PowerOfNumber(OperatorArguments arguments)
    {
        nint exponent = arguments.Tensor(1);
        return Aten.Call("aten::pow"u8, "Tensor_Tensor"u8, (ulong)arguments.Number(0).ToTensorBeside(exponent), Aten.Share(exponent));
    }
}
