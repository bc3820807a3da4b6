using Mce.Plugins.Torch.Archive;
using Mce.Plugins.Torch.Graph;
using Mce.Plugins.Torch.Schemas;

namespace Mce.Plugins.Torch.Operators;

/// <summary>Runs a handler in place of an operator that takes a plain number, which the C ABI can't pass.</summary>
internal sealed class HandlerStep : GraphStep
{
    private readonly OperatorHandler _handler;
    private readonly GraphArgument[] _arguments;
    private readonly Operand?[] _operands;
    private readonly int[] _writtenSlots;
    private readonly int _result;

    private HandlerStep(string target, OperatorHandler handler, GraphArgument[] arguments, Operand?[] operands, (int[] Written, int Result) slots)
        : base(target)
    {
        _handler = handler;
        _arguments = arguments;
        _operands = operands;
        (_writtenSlots, _result) = slots;
    }

    /// <summary>Makes the step.</summary>
    /// <exception cref="FormatException">An argument doesn't fit the schema.</exception>
    /// <exception cref="NotSupportedException">An argument can't be served.</exception>
    public static HandlerStep Create(string target, OperatorSchema schema, OperatorHandler handler, GraphArgument[] arguments, int[] written, ResultTarget[] results)
    {
        int beside = arguments.OfType<GraphArgument.Slot>().FirstOrDefault(s => s.Kind == SlotKind.Tensor)?.Index ?? -1;
        var operands = new Operand?[arguments.Length];
        for (int i = 0; i < operands.Length; i++)
        {
            SchemaType type = schema.Arguments[i].Type;
            if (type.Kind == SchemaKind.Scalar) CheckNumber(arguments[i]);
            else operands[i] = OperandFactory.Create(type, arguments[i], beside);
            if (type.Kind == SchemaKind.Tensor && arguments[i] is not GraphArgument.Slot { Kind: SlotKind.Tensor } && !TakesNumbers(schema, beside))
                throw new NotSupportedException("a plain number as a tensor");
        }

        if (results is not [{ Kind: SlotKind.Tensor, IsList: false, Slots: [int result] }]) throw new FormatException("call with other results than one tensor");
        return new HandlerStep(target, handler, arguments, operands, (written, result));
    }

    public override void Run(Frame frame)
    {
        foreach (int slot in _writtenSlots) frame.ThrowIfBorrowed(slot);
        frame[_result] = SlotValue.Owned(_handler(new OperatorArguments(frame, _arguments, _operands)));
    }

    // Exported graphs hold sums such as add.Tensor(3, x).
    private static bool TakesNumbers(OperatorSchema schema, int beside) => beside >= 0 && schema.Name is "add" or "sub" or "add_" or "sub_";

    private static void CheckNumber(GraphArgument argument)
    {
        if (argument is GraphArgument.Unsupported unsupported) throw new NotSupportedException(unsupported.What);
        if (argument is not GraphArgument.Slot { Kind: not SlotKind.Tensor } && !OperandFactory.TryNumber(argument, out _))
            throw new FormatException($"{argument.GetType().Name.ToLowerInvariant()} where a number is needed");
    }
}
