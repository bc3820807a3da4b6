using Mce.Plugins.Torch.Native;

namespace Mce.Plugins.Torch.Operators;

/// <summary>beta · self + alpha · (a × b), through the C functions that take the factors as doubles.</summary>
internal static unsafe class MatrixProducts
{
    public static nint AddProduct(OperatorArguments arguments) => Compute(arguments, StableAbi.AddmmOut, "aten::addmm");

    public static nint AddBatchedProduct(OperatorArguments arguments) => Compute(arguments, StableAbi.BaddbmmOut, "aten::baddbmm");

    private static nint Compute(OperatorArguments arguments, delegate* unmanaged<nint, nint, nint, nint, double, double, int> function, string name)
    {
        // The function gives the empty tensor its size.
        nint result = Aten.Empty(Aten.IntegerList(0), TensorHandle.ScalarType(arguments.Tensor(1)));
        if (function(result, arguments.Self, arguments.Tensor(1), arguments.Tensor(2), arguments.Number(3).AsDouble, arguments.Number(4).AsDouble) == 0) return result;
        TensorHandle.Delete(result);
        throw new NativeCallException(name);
    }
}
