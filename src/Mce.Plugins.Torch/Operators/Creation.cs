using Mce.Plugins.Torch.Graph;
using Mce.Plugins.Torch.Native;

namespace Mce.Plugins.Torch.Operators;

/// <summary>New tensors from plain numbers.</summary>
internal static unsafe class Creation
{
    public static nint Full(OperatorArguments arguments) =>
        Aten.Fill(Aten.Empty(arguments.Encode(0), arguments.ScalarType(2) ?? TypeOf(arguments.Number(1))), arguments.Number(1));

    public static nint FullLike(OperatorArguments arguments)
    {
        int type = arguments.ScalarType(2) ?? TensorHandle.ScalarType(arguments.Self);
        nint empty = Aten.Call("aten::empty_like"u8, ""u8, arguments.Encode(0), OptionalOperand.Box((ulong)type), 0, 0, 0, 0);
        return Aten.Fill(empty, arguments.Number(1));
    }

    public static nint NewFull(OperatorArguments arguments) =>
        Aten.Fill(Aten.Empty(arguments.Encode(1), arguments.ScalarType(3) ?? TensorHandle.ScalarType(arguments.Self)), arguments.Number(2));

    public static nint ScalarTensor(OperatorArguments arguments) => arguments.Number(0).ToTensor(arguments.ScalarType(1) ?? ScalarTypes.Float);

    public static nint Range(OperatorArguments arguments) => Arange(Number.Of(0L), arguments.Number(0), Number.Of(1L), arguments.ScalarType(1));

    public static nint RangeFrom(OperatorArguments arguments) => Arange(arguments.Number(0), arguments.Number(1), Number.Of(1L), arguments.ScalarType(2));

    public static nint RangeByStep(OperatorArguments arguments) => Arange(arguments.Number(0), arguments.Number(1), arguments.Number(2), arguments.ScalarType(3));

    /// <summary>Evenly spaced from start to end, both included.</summary>
    public static nint Linspace(OperatorArguments arguments)
    {
        int type = arguments.ScalarType(3) ?? ScalarTypes.Float;
        double start = Bound(arguments.Number(0));
        double end = Bound(arguments.Number(1));
        long count = arguments.Number(2).AsInt64;
        if (count < 0 || count > Array.MaxLength) throw new NativeCallException($"aten::linspace in {count} steps");

        nint computed = Aten.Empty(Aten.IntegerList(count), ScalarTypes.Double);
        var data = new Span<double>(TensorHandle.Data(computed), (int)count);
        double step = count > 1 ? (end - start) / (count - 1) : 0;
        // From both ends, so that the last element is exactly the end.
        for (int i = 0; i < data.Length; i++) data[i] = i < count / 2 || count == 1 ? start + (i * step) : end - ((count - 1 - i) * step);
        return Aten.Cast(computed, type);

        // PyTorch converts the bounds to the result's type first, which cuts fractions off for integers.
        double Bound(Number number) => ScalarTypes.IsFloating(type) ? number.AsDouble : number.AsInt64;
    }

    private static int TypeOf(Number number) => number.Kind switch
    {
        SlotKind.Real => ScalarTypes.Float,
        SlotKind.Boolean => ScalarTypes.Bool,
        _ => ScalarTypes.Long,
    };

    private static nint Arange(Number start, Number end, Number step, int? scalarType)
    {
        bool real = start.Kind == SlotKind.Real || end.Kind == SlotKind.Real || step.Kind == SlotKind.Real;
        int type = scalarType ?? (real ? ScalarTypes.Float : ScalarTypes.Long);
        double length = Math.Ceiling((end.AsDouble - start.AsDouble) / step.AsDouble);
        if (!(length >= 0 && length <= Array.MaxLength)) throw new NativeCallException($"aten::arange from {start.AsDouble} to {end.AsDouble} by {step.AsDouble}");

        nint computed = Aten.Empty(Aten.IntegerList((long)length), real ? ScalarTypes.Double : ScalarTypes.Long);
        void* data = TensorHandle.Data(computed);
        for (int i = 0; i < (int)length; i++)
        {
            if (real) ((double*)data)[i] = start.AsDouble + (i * step.AsDouble);
            else ((long*)data)[i] = start.Bits + (i * step.Bits);
        }

        return Aten.Cast(computed, type);
    }
}
