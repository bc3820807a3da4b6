using Mce.Plugins.Torch.Native;

namespace Mce.Plugins.Torch.Graph;

/// <summary>A plain number of a graph, with the kind that Python knew it by: kinds decide how results are promoted.</summary>
internal readonly unsafe record struct Number(SlotKind Kind, long Bits)
{
    public static Number Of(long value) => new(SlotKind.Integer, value);

    public static Number Of(double value) => new(SlotKind.Real, BitConverter.DoubleToInt64Bits(value));

    public static Number Of(bool value) => new(SlotKind.Boolean, value ? 1 : 0);

    public double AsDouble => Kind == SlotKind.Real ? BitConverter.Int64BitsToDouble(Bits) : Bits;

    public long AsInt64 => Kind == SlotKind.Real ? (long)BitConverter.Int64BitsToDouble(Bits) : Bits;

    public Number Negated => Kind == SlotKind.Real ? Of(-AsDouble) : Of(-Bits);

    /// <summary>
    /// An owned tensor without dimensions that stands for the number beside another tensor, as PyTorch's promotion
    /// of plain numbers has it: the other's type, unless the number's kind is above it.
    /// </summary>
    public nint ToTensorBeside(nint other)
    {
        int type = TensorHandle.ScalarType(other);
        if (Kind == SlotKind.Boolean) return ToTensor(ScalarTypes.Bool);
        if (Kind == SlotKind.Real && !ScalarTypes.IsFloating(type)) return ToTensor(ScalarTypes.Float);
        if (type == ScalarTypes.Bool) return ToTensor(ScalarTypes.Long);
        // Half precision computes in float32: rounding the number to 16 bits first would lose what PyTorch keeps.
        bool roundsLate = type is ScalarTypes.Half or ScalarTypes.BFloat16 && TensorHandle.Rank(other) > 0;
        return ToTensor(roundsLate ? ScalarTypes.Float : type);
    }

    /// <summary>An owned tensor without dimensions of a type.</summary>
    public nint ToTensor(int scalarType)
    {
        nint tensor;
        if (scalarType == ScalarTypes.Float)
        {
            TensorHandle.Check(StableAbi.ScalarToFloat((float)AsDouble, &tensor), "aoti_torch_scalar_to_tensor_float32");
            return tensor;
        }

        if (Kind == SlotKind.Real)
        {
            TensorHandle.Check(StableAbi.ScalarToDouble(AsDouble, &tensor), "aoti_torch_scalar_to_tensor_float64");
            return scalarType == ScalarTypes.Double ? tensor : Operators.Aten.Cast(tensor, scalarType);
        }

        TensorHandle.Check(StableAbi.ScalarToLong(Bits, &tensor), "aoti_torch_scalar_to_tensor_int64");
        return scalarType == ScalarTypes.Long ? tensor : Operators.Aten.Cast(tensor, scalarType);
    }
}
