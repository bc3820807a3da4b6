using Mce.Plugins.Torch.Archive;
using Mce.Plugins.Torch.Native;

namespace Mce.Plugins.Torch.Graph;

/// <summary>Arithmetic on sizes that Python did while the model was exported: <c>_operator.mul</c>, <c>torch.sym_max</c> and their like.</summary>
internal sealed class SymbolicStep : GraphStep
{
    private readonly Func<Number, Number, Number> _function;
    private readonly GraphArgument[] _arguments;
    private readonly int _result;

    private SymbolicStep(string target, Func<Number, Number, Number> function, GraphArgument[] arguments, int result)
        : base(target)
    {
        _function = function;
        _arguments = arguments;
        _result = result;
    }

    /// <summary>The step for a target, or null when there is no such function here.</summary>
    /// <param name="target">For example <c>_operator.mul</c>.</param>
    /// <param name="arguments">One or two numbers.</param>
    /// <param name="result">The slot of the result, or -1.</param>
    public static SymbolicStep? TryCreate(string target, GraphArgument[] arguments, int result)
    {
        Func<Number, Number, Number>? function = Find(target[(target.LastIndexOf('.') + 1)..]);
        bool numbers = arguments.Length is 1 or 2 && arguments.All(a => a is GraphArgument.Slot { Kind: not SlotKind.Tensor } || OperandFactory.TryNumber(a, out _));
        return function is null || !numbers ? null : new SymbolicStep(target, function, arguments, result);
    }

    public static bool IsSymbolic(string target) =>
        target.StartsWith("_operator.", StringComparison.Ordinal) || target.StartsWith("math.", StringComparison.Ordinal) || target.StartsWith("torch.sym_", StringComparison.Ordinal);

    public override void Run(Frame frame)
    {
        Number first = Value(frame, _arguments[0]);
        Number second = _arguments.Length > 1 ? Value(frame, _arguments[1]) : default;
        Number result = _function(first, second);
        if (_result >= 0) frame[_result] = new SlotValue(SlotState.Number, result.Bits);
    }

    private static Number Value(Frame frame, GraphArgument argument)
    {
        if (argument is GraphArgument.Slot slot) return frame.Number(slot.Index, slot.Kind);
        _ = OperandFactory.TryNumber(argument, out Number number);
        return number;
    }

    private static Func<Number, Number, Number>? Find(string name) => name switch
    {
        "add" => (a, b) => AnyReal(a, b) ? Number.Of(a.AsDouble + b.AsDouble) : Number.Of(a.Bits + b.Bits),
        "sub" => (a, b) => AnyReal(a, b) ? Number.Of(a.AsDouble - b.AsDouble) : Number.Of(a.Bits - b.Bits),
        "mul" => (a, b) => AnyReal(a, b) ? Number.Of(a.AsDouble * b.AsDouble) : Number.Of(a.Bits * b.Bits),
        "truediv" => (a, b) => Number.Of(a.AsDouble / b.AsDouble),
        "floordiv" => FloorDivide,
        "mod" => (a, b) => AnyReal(a, b) ? Number.Of(a.AsDouble - (Math.Floor(a.AsDouble / b.AsDouble) * b.AsDouble)) : Number.Of(a.Bits - (FloorDivide(a, b).Bits * b.Bits)),
        "neg" => (a, _) => a.Negated,
        "pow" => (a, b) => AnyReal(a, b) || b.Bits < 0 ? Number.Of(Math.Pow(a.AsDouble, b.AsDouble)) : Number.Of((long)Math.Pow(a.Bits, b.Bits)),
        "ge" => (a, b) => Number.Of(a.AsDouble >= b.AsDouble),
        "gt" => (a, b) => Number.Of(a.AsDouble > b.AsDouble),
        "le" => (a, b) => Number.Of(a.AsDouble <= b.AsDouble),
        "lt" => (a, b) => Number.Of(a.AsDouble < b.AsDouble),
        "eq" => (a, b) => Number.Of(a.AsDouble == b.AsDouble),
        "ne" => (a, b) => Number.Of(a.AsDouble != b.AsDouble),
        "and_" => (a, b) => Number.Of((a.Bits & b.Bits) != 0),
        "or_" => (a, b) => Number.Of((a.Bits | b.Bits) != 0),
        "sym_not" or "not_" => (a, _) => Number.Of(a.Bits == 0),
        "sym_float" => (a, _) => Number.Of(a.AsDouble),
        "sym_int" or "trunc" => (a, _) => Number.Of(a.AsInt64),
        "sym_max" => (a, b) => AnyReal(a, b) ? Number.Of(Math.Max(a.AsDouble, b.AsDouble)) : Number.Of(Math.Max(a.Bits, b.Bits)),
        "sym_min" => (a, b) => AnyReal(a, b) ? Number.Of(Math.Min(a.AsDouble, b.AsDouble)) : Number.Of(Math.Min(a.Bits, b.Bits)),
        "floor" => (a, _) => Number.Of((long)Math.Floor(a.AsDouble)),
        "ceil" => (a, _) => Number.Of((long)Math.Ceiling(a.AsDouble)),
        _ => null,
    };

    private static bool AnyReal(Number a, Number b) => a.Kind == SlotKind.Real || b.Kind == SlotKind.Real;

    private static Number FloorDivide(Number a, Number b)
    {
        if (AnyReal(a, b)) return Number.Of(Math.Floor(a.AsDouble / b.AsDouble));
        if (b.Bits == 0) throw new NativeCallException("A division of a size by zero");
        long quotient = a.Bits / b.Bits;
        return Number.Of(a.Bits % b.Bits != 0 && (a.Bits < 0) != (b.Bits < 0) ? quotient - 1 : quotient);
    }
}
