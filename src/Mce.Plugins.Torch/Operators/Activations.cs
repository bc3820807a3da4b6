using Mce.Plugins.Torch.Graph;
using Mce.Plugins.Torch.Native;

namespace Mce.Plugins.Torch.Operators;

/// <summary>Activation functions with plain numbers as parameters, by their definitions.</summary>
internal static class Activations
{
    public static nint LeakyRelu(OperatorArguments arguments)
    {
        nint self = arguments.Self;
        nint slope = arguments.Number(1).ToTensor(TensorHandle.ScalarType(self));
        return Aten.Call("aten::prelu"u8, ""u8, Aten.Share(self), (ulong)slope);
    }

    /// <summary>scale · x above 0, else scale · alpha · (exp(x · input_scale) - 1).</summary>
    public static nint Elu(OperatorArguments arguments)
    {
        nint self = arguments.Self;
        double scale = arguments.Number(2).AsDouble;
        nint scaledInput = Aten.Multiply(self, arguments.Number(3));
        nint exponential = Aten.Call("aten::expm1"u8, ""u8, (ulong)scaledInput);
        nint negative = Aten.Multiply(exponential, Number.Of(arguments.Number(1).AsDouble * scale));
        TensorHandle.Delete(exponential);
        return Aten.Where(Aten.Greater(self, Number.Of(0L)), Aten.Multiply(self, Number.Of(scale)), negative);
    }

    /// <summary>log(1 + exp(beta · x)) / beta, and x itself where beta · x is above the threshold.</summary>
    public static nint Softplus(OperatorArguments arguments)
    {
        nint self = arguments.Self;
        double beta = arguments.Number(1).AsDouble;
        nint scaled = Aten.Multiply(self, Number.Of(beta));
        nint linear = Aten.Greater(scaled, arguments.Number(2));
        nint logarithm = Aten.Call("aten::log1p"u8, ""u8, (ulong)Aten.Call("aten::exp"u8, ""u8, (ulong)scaled));
        nint curve = Aten.Multiply(logarithm, Number.Of(1 / beta));
        TensorHandle.Delete(logarithm);
        return Aten.Where(linear, TensorHandle.Duplicate(self), curve);
    }

    /// <summary>x above the threshold, else the value.</summary>
    public static nint Threshold(OperatorArguments arguments)
    {
        nint self = arguments.Self;
        return Aten.Where(Aten.Greater(self, arguments.Number(1)), TensorHandle.Duplicate(self), arguments.Number(2).ToTensorBeside(self));
    }

    public static nint WhereOther(OperatorArguments arguments) =>
        Aten.Where((nint)Aten.Share(arguments.Self), (nint)Aten.Share(arguments.Tensor(1)), arguments.Number(2).ToTensorBeside(arguments.Tensor(1)));

    public static nint WhereSelf(OperatorArguments arguments) =>
        Aten.Where((nint)Aten.Share(arguments.Self), arguments.Number(1).ToTensorBeside(arguments.Tensor(2)), (nint)Aten.Share(arguments.Tensor(2)));
}
