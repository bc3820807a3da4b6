using Mce.Plugins.Torch.Archive;
using Mce.Plugins.Torch.Schemas;

namespace Mce.Plugins.Torch.Graph;

/// <summary>Chooses how an argument is encoded. What doesn't fit its schema is refused here, before native code can see it.</summary>
internal static class OperandFactory
{
    /// <summary>Makes the operand for an argument.</summary>
    /// <param name="type">What the operator takes.</param>
    /// <param name="argument">What the graph gives, with names bound to slots.</param>
    /// <param name="beside">The slot of the call's first tensor, whose type plain numbers follow; -1 when there is none.</param>
    /// <exception cref="NotSupportedException">The C ABI can't pass it; the message is a phrase.</exception>
    /// <exception cref="FormatException">The argument doesn't fit the type; the message is a phrase.</exception>
    public static Operand Create(SchemaType type, GraphArgument argument, int beside)
    {
        if (argument is GraphArgument.Unsupported unsupported) throw new NotSupportedException(unsupported.What);
        if (type.Kind == SchemaKind.Optional)
            return argument is GraphArgument.None ? ConstantOperand.None : new OptionalOperand(Create(type.Element!, argument, beside));
        if (type.CannotPass) throw new NotSupportedException($"an argument of type {type}");

        return (type.Kind, argument) switch
        {
            (SchemaKind.Tensor, GraphArgument.Slot { Kind: SlotKind.Tensor } slot) => new TensorOperand(slot.Index),
            (SchemaKind.Tensor, GraphArgument.Slot slot) => new NumberSlotTensorOperand(slot.Index, slot.Kind, beside),
            (SchemaKind.Tensor, _) when TryNumber(argument, out Number number) => new NumberTensorOperand(number, beside),
            (SchemaKind.Integer, GraphArgument.Slot { Kind: SlotKind.Integer or SlotKind.Boolean } slot) => new IntegerOperand(slot.Index, slot.Kind),
            (SchemaKind.Integer, GraphArgument.Integer integer) => new ConstantOperand((ulong)integer.Value),
            (SchemaKind.Integer or SchemaKind.Boolean, GraphArgument.Boolean boolean) => new ConstantOperand(boolean.Value ? 1UL : 0),
            (SchemaKind.Boolean, GraphArgument.Slot { Kind: SlotKind.Boolean } slot) => new IntegerOperand(slot.Index, slot.Kind),
            (SchemaKind.Real, GraphArgument.Slot { Kind: not SlotKind.Tensor } slot) => new RealOperand(slot.Index, slot.Kind),
            (SchemaKind.Real, _) when TryNumber(argument, out Number number) => new ConstantOperand(BitConverter.DoubleToUInt64Bits(number.AsDouble)),
            (SchemaKind.Text, GraphArgument.Text text) => new TextOperand(text.Value),
            (SchemaKind.List, GraphArgument.List list) => CreateList(type, list.Items, beside),
            (SchemaKind.List, not GraphArgument.None) when type.Length > 0 => CreateList(type, [argument], beside),
            (_, GraphArgument.Code code) when code.Kind == type.Kind => new ConstantOperand(code.Bits),
            _ => throw new FormatException($"{argument.GetType().Name.ToLowerInvariant()} where {type} is needed"),
        };
    }

    public static bool TryNumber(GraphArgument argument, out Number number)
    {
        Number? found = argument switch
        {
            GraphArgument.Integer integer => Number.Of(integer.Value),
            GraphArgument.Real real => Number.Of(real.Value),
            GraphArgument.Boolean boolean => Number.Of(boolean.Value),
            _ => null,
        };
        number = found ?? default;
        return found is not null;
    }

    private static ListOperand CreateList(SchemaType type, GraphArgument[] items, int beside)
    {
        // "int[2] stride=1": one value stands for all.
        if (type.Length > 1 && items.Length == 1) items = [.. Enumerable.Repeat(items[0], type.Length)];
        return new ListOperand([.. items.Select(item => Create(type.Element!, item, beside))]);
    }
}
