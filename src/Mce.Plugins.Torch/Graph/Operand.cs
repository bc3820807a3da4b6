using System.Runtime.InteropServices;
using System.Text;
using Mce.Plugins.Torch.Native;

namespace Mce.Plugins.Torch.Graph;

/// <summary>One argument of a call, encoded into the 64-bit slot that the C ABI takes. The call consumes what it is given.</summary>
internal abstract class Operand
{
    public abstract ulong Encode(Frame frame);
}

/// <summary>Bits that are the same at every call.</summary>
internal sealed class ConstantOperand(ulong bits) : Operand
{
    public static readonly ConstantOperand None = new(0);

    public override ulong Encode(Frame frame) => bits;
}

internal sealed class TensorOperand(int slot) : Operand
{
    public override ulong Encode(Frame frame) => (ulong)frame.DuplicateTensor(slot);
}

/// <summary>A plain number where the operator takes a tensor.</summary>
/// <param name="number">A constant.</param>
/// <param name="beside">The slot of the tensor that decides the type, or -1.</param>
internal sealed class NumberTensorOperand(Number number, int beside) : Operand
{
    public override ulong Encode(Frame frame) => (ulong)Encode(frame, number, beside);

    public static nint Encode(Frame frame, Number number, int beside) => beside >= 0
        ? number.ToTensorBeside(frame[beside].Handle)
        : number.ToTensor(number.Kind switch { SlotKind.Real => ScalarTypes.Float, SlotKind.Boolean => ScalarTypes.Bool, _ => ScalarTypes.Long });
}

/// <summary>The same for a number that the graph computes.</summary>
internal sealed class NumberSlotTensorOperand(int slot, SlotKind kind, int beside) : Operand
{
    public override ulong Encode(Frame frame) => (ulong)NumberTensorOperand.Encode(frame, frame.Number(slot, kind), beside);
}

internal sealed class IntegerOperand(int slot, SlotKind kind) : Operand
{
    public override ulong Encode(Frame frame) => (ulong)frame.Number(slot, kind).AsInt64;
}

internal sealed class RealOperand(int slot, SlotKind kind) : Operand
{
    public override ulong Encode(Frame frame) => BitConverter.DoubleToUInt64Bits(frame.Number(slot, kind).AsDouble);
}

internal sealed unsafe class TextOperand(string text) : Operand
{
    private readonly byte[] _utf8 = [.. Encoding.UTF8.GetBytes(text), 0];

    public override ulong Encode(Frame frame)
    {
        nint handle;
        fixed (byte* bytes = _utf8)
            TensorHandle.Check(StableAbi.NewString(bytes, (nuint)(_utf8.Length - 1), &handle), "torch_new_string_handle");
        return (ulong)handle;
    }
}

internal sealed unsafe class ListOperand(Operand[] items) : Operand
{
    public override ulong Encode(Frame frame)
    {
        nint list;
        TensorHandle.Check(StableAbi.NewList((nuint)items.Length, &list), "torch_new_list_reserve_size");
        foreach (Operand item in items)
            TensorHandle.Check(StableAbi.ListPushBack(list, item.Encode(frame)), "torch_list_push_back");
        return (ulong)list;
    }
}

/// <summary>A value where the operator takes an optional one: boxed in memory from malloc, which the call frees.</summary>
internal sealed unsafe class OptionalOperand(Operand value) : Operand
{
    public override ulong Encode(Frame frame) => Box(value.Encode(frame));

    public static ulong Box(ulong bits)
    {
        var box = (ulong*)NativeMemory.Alloc(sizeof(ulong));
        *box = bits;
        return (ulong)box;
    }

    /// <summary>Takes the bits out of a box and frees it.</summary>
    public static ulong Unbox(ulong box)
    {
        ulong bits = *(ulong*)box;
        NativeMemory.Free((void*)box);
        return bits;
    }
}
