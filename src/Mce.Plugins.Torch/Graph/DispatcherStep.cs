using System.Text;
using Mce.Plugins.Torch.Native;
using Mce.Plugins.Torch.Schemas;

namespace Mce.Plugins.Torch.Graph;

/// <summary>Where a result of a call goes.</summary>
/// <param name="Kind">What the operator returns.</param>
/// <param name="Slots">One slot, several for a list of tensors, none to drop it.</param>
/// <param name="IsList">Whether it is a list of tensors.</param>
internal sealed record ResultTarget(SlotKind Kind, int[] Slots, bool IsList);

/// <summary>Calls an operator through libtorch's dispatcher.</summary>
internal sealed unsafe class DispatcherStep : GraphStep
{
    private readonly byte[] _name;
    private readonly byte[] _overload;
    private readonly Operand[] _operands;
    private readonly int[] _writtenSlots;
    private readonly ResultTarget[] _results;

    public DispatcherStep(string target, OperatorSchema schema, Operand[] operands, int[] writtenSlots, ResultTarget[] results)
        : base(target)
    {
        _name = [.. Encoding.UTF8.GetBytes("aten::" + schema.Name), 0];
        _overload = [.. Encoding.UTF8.GetBytes(schema.Overload), 0];
        _operands = operands;
        _writtenSlots = writtenSlots;
        _results = results;
    }

    public override void Run(Frame frame)
    {
        foreach (int slot in _writtenSlots) frame.ThrowIfBorrowed(slot);

        ulong* stack = stackalloc ulong[Math.Max(1, Math.Max(_operands.Length, _results.Length))];
        for (int i = 0; i < _operands.Length; i++) stack[i] = _operands[i].Encode(frame);
        fixed (byte* name = _name, overload = _overload)
            TensorHandle.Check(StableAbi.CallDispatcher(name, overload, stack, StableAbi.Version), Target);
        Store(frame, stack);
    }

    private void Store(Frame frame, ulong* stack)
    {
        for (int i = 0; i < _results.Length; i++)
        {
            ResultTarget result = _results[i];
            if (result.IsList) StoreList(frame, (nint)stack[i], result.Slots);
            else if (result.Kind != SlotKind.Tensor) StoreNumber(frame, stack[i], result);
            else if (result.Slots.Length == 1) frame[result.Slots[0]] = SlotValue.Owned((nint)stack[i]);
            else TensorHandle.Delete((nint)stack[i]);
        }
    }

    private static void StoreNumber(Frame frame, ulong bits, ResultTarget result)
    {
        if (result.Slots.Length == 0) return;
        // Only the lowest bit of a boolean's slot is defined.
        frame[result.Slots[0]] = SlotValue.Integer(result.Kind == SlotKind.Boolean ? (long)(bits & 1) : (long)bits);
    }

    private void StoreList(Frame frame, nint list, int[] slots)
    {
        nuint count;
        TensorHandle.Check(StableAbi.ListSize(list, &count), "torch_list_size");
        for (int i = 0; i < slots.Length && (nuint)i < count; i++)
        {
            ulong item;
            TensorHandle.Check(StableAbi.ListGetItem(list, (nuint)i, &item), "torch_list_get_item");
            frame[slots[i]] = SlotValue.Owned((nint)item);
        }

        _ = StableAbi.DeleteList(list);
        if (count != (nuint)slots.Length)
            throw new NativeCallException($"{Target} gave {count} tensors where the model was exported with {slots.Length}; it");
    }
}
