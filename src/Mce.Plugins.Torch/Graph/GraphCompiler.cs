using Mce.Plugins.Torch.Archive;
using Mce.Plugins.Torch.Operators;
using Mce.Plugins.Torch.Schemas;

namespace Mce.Plugins.Torch.Graph;

/// <summary>Turns a program into steps over slots, and gathers all that can't be served so that one error tells it.</summary>
internal sealed class GraphCompiler
{
    private const string AtenPrefix = "torch.ops.aten.";

    private readonly Dictionary<string, GraphArgument.Slot> _slots = new(StringComparer.Ordinal);
    private readonly HashSet<int> _weightSlots = [];
    private readonly ModelProblems _problems;

    private GraphCompiler(ModelProblems problems) => _problems = problems;

    /// <summary>Compiles a program, or returns null and adds everything that stands in the way to its problems.</summary>
    /// <exception cref="FormatException">The program contradicts itself.</exception>
    public static CompiledGraph? Compile(ExportedProgram program)
    {
        try
        {
            return new GraphCompiler(program.Problems).Compile(program.Inputs, program);
        }
        catch (FormatException) when (program.Problems.Count > 0)
        {
            return null; // an input that can't be served is missing where it is used: no contradiction of the file's
        }
    }

    private CompiledGraph? Compile(ProgramInput[] inputs, ExportedProgram program)
    {
        var weightSlots = new List<(int Slot, string Name)>();
        var inputSlots = new List<int>();
        foreach (ProgramInput input in inputs)
        {
            int slot = Define(input.Name, SlotKind.Tensor);
            if (input.Kind == ProgramInputKind.User) inputSlots.Add(slot);
            else weightSlots.Add((slot, input.Weight));
        }

        _weightSlots.UnionWith(weightSlots.Select(w => w.Slot));

        GraphStep[] steps = [.. program.Nodes.Select(CompileNode).OfType<GraphStep>()];
        int[] outputSlots = [.. program.Outputs.Select(CompileOutput)];
        if (_problems.Count > 0) return null;

        Lifetimes.Assign(steps, program.Nodes, _slots, outputSlots);
        return new CompiledGraph
        {
            Steps = steps,
            SlotCount = _slots.Count,
            InputSlots = [.. inputSlots],
            OutputSlots = outputSlots,
            Weights = [.. weightSlots],
        };
    }

    private int Define(string name, SlotKind kind)
    {
        var slot = new GraphArgument.Slot(_slots.Count, kind);
        return _slots.TryAdd(name, slot) ? slot.Index : throw new FormatException($"'{name}' is computed twice");
    }

    private int CompileOutput(GraphArgument output)
    {
        if (Bind(output) is GraphArgument.Slot { Kind: SlotKind.Tensor } slot) return slot.Index;
        _problems.Add("an output that is no tensor");
        return -1;
    }

    private GraphStep? CompileNode(GraphNode node)
    {
        KeyValuePair<string, GraphArgument>[] arguments = [.. node.Arguments.Select(a => KeyValuePair.Create(a.Key, Bind(a.Value)))];
        ResultTarget[] results = [.. node.Results.Select(r => new ResultTarget(r.Kind, [.. r.Names.Select(n => Define(n, r.Kind))], r.IsList))];

        if (SymbolicStep.IsSymbolic(node.Target))
        {
            // A number in a tensor's slot would be taken for the address of a tensor.
            if (results.Any(r => r.Kind == SlotKind.Tensor && r.Slots.Length > 0)) throw new FormatException($"{node.Target} computes a number and is said to give a tensor");
            int result = results is [{ Slots: [int slot] }] ? slot : -1;
            return SymbolicStep.TryCreate(node.Target, [.. arguments.Select(a => a.Value)], result) ?? Refuse(node.Target);
        }

        if (!node.Target.StartsWith(AtenPrefix, StringComparison.Ordinal)) return Refuse(node.Target);
        string[] parts = node.Target[AtenPrefix.Length..].Split('.');
        if (parts[0] == "from_file") return Refuse(node.Target, "opens files of this machine, which a model must not");
        if (parts[0] is "_assert_scalar" or "sym_constrain_range" or "sym_constrain_range_for_size")
        {
            // Nothing would ever fill the slot, and an empty one is no tensor.
            if (results.Any(r => r.Slots.Length > 0)) throw new FormatException($"{node.Target} gives nothing and is said to give '{node.Results.SelectMany(r => r.Names).First()}'");
            return CompileCheck(node.Target, parts[0], arguments);
        }

        string overload = parts.Length > 1 && parts[1] != "default" ? parts[1] : "";
        return SchemaTable.Find(parts[0], overload) is { } schema ? CompileCall(node.Target, schema, arguments, results) : Refuse(node.Target);
    }

    // Ranges of symbols are checked against the signature before the call.
    private static AssertStep CompileCheck(string target, string name, KeyValuePair<string, GraphArgument>[] arguments)
    {
        bool checks = name == "_assert_scalar";
        string message = arguments.Select(a => a.Value).OfType<GraphArgument.Text>().FirstOrDefault()?.Value ?? "";
        return new AssertStep(target, checks && arguments.FirstOrDefault().Value is GraphArgument.Slot { Kind: not SlotKind.Tensor } slot ? slot.Index : -1, message);
    }

    private GraphStep? CompileCall(string target, OperatorSchema schema, KeyValuePair<string, GraphArgument>[] given, ResultTarget[] results)
    {
        GraphArgument[] arguments = new GraphArgument[schema.Arguments.Length];
        for (int i = 0; i < arguments.Length; i++)
        {
            SchemaArgument argument = schema.Arguments[i];
            GraphArgument? value = given.FirstOrDefault(g => g.Key == argument.Name).Value;
            arguments[i] = value ?? SchemaDefaults.Read(argument) ?? throw new FormatException($"{target} lacks its argument '{argument.Name}'");
        }

        if (given.FirstOrDefault(g => schema.Arguments.All(a => a.Name != g.Key)).Key is { } unknown)
            throw new FormatException($"{target} has an unknown argument '{unknown}'");

        int[] written = [.. schema.Arguments.Index().Where(a => a.Item.IsWritten).SelectMany(a => TensorSlots(arguments[a.Index]))];
        if (_weightSlots.Overlaps(written) || IsTraining(schema, arguments))
            return Refuse(target, "changes the model's own weights: call eval() before exporting");
        try
        {
            if (OperatorHandlers.Find(schema.Key) is { } handler) return HandlerStep.Create(target, schema, handler, arguments, written, results);
            if (OperatorRewrites.Find(schema.Key, arguments) is { } twin)
            {
                schema = SchemaTable.Find(twin.Name, twin.Overload)!;
                arguments = twin.Arguments;
            }

            if (schema.Results.Any(r => r.CannotPass)) return Refuse(target, $"gives {string.Join(", ", schema.Results.Select(r => r.ToString()))}");

            int beside = arguments.SelectMany(TensorSlots).FirstOrDefault(-1);
            Operand[] operands = [.. schema.Arguments.Select((a, i) => OperandFactory.Create(a.Type, arguments[i], beside))];
            return new DispatcherStep(target, schema, operands, written, MatchResults(target, schema, results));
        }
        catch (NotSupportedException e)
        {
            return Refuse(target, e.Message);
        }
        catch (FormatException e)
        {
            throw new FormatException($"{target} is given a {e.Message}", e);
        }
    }

    // Batch normalization writes its running statistics without saying so in its schema.
    private static bool IsTraining(OperatorSchema schema, GraphArgument[] arguments) =>
        schema.Name.Contains("batch_norm", StringComparison.Ordinal)
        && schema.Arguments.Zip(arguments).Any(a => a.First.Name is "training" or "train" && a.Second is GraphArgument.Boolean { Value: true });

    // What the schema returns decides how slots are read; the graph only names them.
    private static ResultTarget[] MatchResults(string target, OperatorSchema schema, ResultTarget[] given)
    {
        if (given.Length > schema.Results.Length) throw new FormatException($"call with {given.Length} results of {schema.Results.Length}");
        var results = new ResultTarget[schema.Results.Length];
        for (int i = 0; i < results.Length; i++)
        {
            SchemaType type = schema.Results[i];
            SlotKind kind = type.Kind switch
            {
                SchemaKind.Tensor => SlotKind.Tensor,
                SchemaKind.List when type.IsTensorList => SlotKind.Tensor,
                SchemaKind.Integer => SlotKind.Integer,
                SchemaKind.Real => SlotKind.Real,
                SchemaKind.Boolean => SlotKind.Boolean,
                _ => throw new NotSupportedException($"gives a {type}"),
            };
            ResultTarget named = i < given.Length ? given[i] : new ResultTarget(kind, [], type.IsTensorList);
            if (named.Slots.Length > 0 && (named.Kind != kind || named.IsList != type.IsTensorList))
                throw new FormatException($"result of {target} as another kind than {type}");
            results[i] = new ResultTarget(kind, named.Slots, type.IsTensorList);
        }

        return results;
    }

    private GraphArgument Bind(GraphArgument argument) => argument switch
    {
        GraphArgument.Reference reference => _slots.GetValueOrDefault(reference.Name) ?? throw new FormatException($"'{reference.Name}' is used before it is computed"),
        GraphArgument.List list => new GraphArgument.List([.. list.Items.Select(Bind)]),
        _ => argument,
    };

    private GraphStep? Refuse(string target, string? why = null)
    {
        _problems.AddOperator(target, why);
        return null;
    }

    private static IEnumerable<int> TensorSlots(GraphArgument argument) => argument switch
    {
        GraphArgument.Slot { Kind: SlotKind.Tensor } slot => [slot.Index],
        GraphArgument.List list => list.Items.SelectMany(TensorSlots),
        _ => [],
    };
}
