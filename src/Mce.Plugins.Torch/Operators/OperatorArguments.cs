using Mce.Plugins.Torch.Archive;
using Mce.Plugins.Torch.Graph;

namespace Mce.Plugins.Torch.Operators;

/// <summary>Computes one operator that the C ABI can't be asked for. Returns an owned tensor.</summary>
internal delegate nint OperatorHandler(OperatorArguments arguments);

/// <summary>What a handler is given. Kinds were checked against the schema when the model was loaded.</summary>
internal readonly ref struct OperatorArguments(Frame frame, GraphArgument[] arguments, Operand?[] operands)
{
    /// <summary>The first argument, a tensor that stays the frame's.</summary>
    public nint Self => Tensor(0);

    /// <summary>The first argument that is a tensor and not a plain number; it stays the frame's.</summary>
    public nint AnyTensor => arguments[0] is GraphArgument.Slot { Kind: SlotKind.Tensor } ? Tensor(0) : Tensor(1);

    /// <summary>A tensor that stays the frame's.</summary>
    public nint Tensor(int index) => frame[((GraphArgument.Slot)arguments[index]).Index].Handle;

    /// <summary>An owned tensor for an argument that may be a tensor or a plain number.</summary>
    public nint OwnedTensor(int index, nint beside) =>
        arguments[index] is GraphArgument.Slot { Kind: SlotKind.Tensor } slot ? frame.DuplicateTensor(slot.Index) : Number(index).ToTensorBeside(beside);

    public Number Number(int index)
    {
        if (arguments[index] is GraphArgument.Slot slot) return frame.Number(slot.Index, slot.Kind);
        return OperandFactory.TryNumber(arguments[index], out Number number) ? number : throw new InvalidOperationException("The argument is no number.");
    }

    /// <summary>An element type, or null when it was left out.</summary>
    public int? ScalarType(int index) => arguments[index] is GraphArgument.Code code ? (int)code.Bits : null;

    /// <summary>An argument as the C ABI takes it.</summary>
    public ulong Encode(int index) => operands[index]!.Encode(frame);
}
