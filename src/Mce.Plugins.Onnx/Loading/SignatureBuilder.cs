using System.Collections.Immutable;
using Mce.Plugins.Onnx.Native;

namespace Mce.Plugins.Onnx.Loading;

/// <summary>Makes a signature of a graph's inputs and outputs: everything becomes tensors. See the remarks of <see cref="OnnxBackend"/>.</summary>
/// <param name="path">The model, for error messages.</param>
/// <param name="layout">How tensors stand for sequences.</param>
/// <exception cref="MceException"><see cref="MceErrorCodes.ModelUnsupported"/>, from every method: tensors can't stand for it.</exception>
internal sealed class SignatureBuilder(string path, SequenceLayout layout)
{
    private SlotList _inputs = new("input", [], 0);
    private SlotList _outputs = new("output", [], 0);

    /// <summary>Adds all inputs, those without a default first.</summary>
    public void AddInputs(IReadOnlyList<(string Name, OnnxValueType Type, bool HasDefault)> inputs)
    {
        RefuseNames("input", [.. inputs.Select(input => input.Name)]);
        (string Name, OnnxValueType Type, bool HasDefault)[] served = [.. inputs.Where(input => !input.HasDefault || IsExpressible(input.Type))];
        _inputs = new SlotList("input", inputs.Select(input => input.Name), served.Length);
        foreach ((string name, OnnxValueType type, bool hasDefault) in served)
        {
            if (hasDefault) AddTensor(_inputs, name, type, hasDefault: true, isOptional: false);
            else Add(_inputs, name, type, isOptional: false);
        }
    }

    /// <summary>Adds all outputs, after the inputs.</summary>
    public void AddOutputs(IReadOnlyList<(string Name, OnnxValueType Type)> outputs)
    {
        RefuseNames("output", [.. outputs.Select(output => output.Name)]);
        _outputs = new SlotList("output", outputs.Select(output => output.Name), outputs.Count);
        foreach ((string name, OnnxValueType type) in outputs) Add(_outputs, name, type, isOptional: false);
        if (outputs.Count == 0) throw new MceException(MceErrorCodes.ModelInvalid, $"'{path}' can't be served: its graph has no outputs.", new Dictionary<string, string> { ["path"] = path });
    }

    public OnnxGraph Build() => new(new ModelSignature([.. _inputs.Specs], [.. _outputs.Specs]), _inputs.Values, _outputs.Values);

    // A default that the contract can't express merely can't be overridden.
    private static bool IsExpressible(OnnxValueType type) =>
        type.Kind == OrtValueKind.Tensor && OrtElementTypes.ToContract(type.ElementType) != TensorElementType.None;

    private void Add(SlotList list, string name, OnnxValueType type, bool isOptional)
    {
        switch (type)
        {
            case { Kind: OrtValueKind.Tensor }:
                AddTensor(list, name, type, hasDefault: false, isOptional);
                break;
            case { Kind: OrtValueKind.Sequence, Content.Kind: OrtValueKind.Map }:
                AddMap(list, name, type.Content, GraphValueKind.MapSequence, isOptional);
                break;
            case { Kind: OrtValueKind.Sequence, Content.Kind: OrtValueKind.Tensor }:
                AddSequence(list, name, type.Content, isOptional);
                break;
            case { Kind: OrtValueKind.Map, Content.Kind: OrtValueKind.Tensor }:
                AddMap(list, name, type, GraphValueKind.Map, isOptional);
                break;
            case { Kind: OrtValueKind.Optional, Content: { } content } when !isOptional:
                Add(list, name, content, isOptional: true);
                break;
            default:
                throw Unsupported(list, name, $"is {Describe(type)}; it can be a tensor, a sequence of tensors or maps, a map, or an optional of these");
        }
    }

    private void AddTensor(SlotList list, string name, OnnxValueType type, bool hasDefault, bool isOptional)
    {
        TensorSpec spec = Spec(list, name, type, isOptional: hasDefault || isOptional);
        var value = new GraphValue(name, GraphValueKind.Tensor, type.ElementType, list.Add(spec)) { IsOptional = isOptional };
        if (list == _outputs && value.IsPlain && !isOptional) value = value with { Shape = ShapeRule.TryCreate(spec, [.. _inputs.Specs]) };
        list.Add(WithFlag(list, value));
    }

    private void AddSequence(SlotList list, string name, OnnxValueType element, bool isOptional)
    {
        bool mayMiss = isOptional && list == _inputs;
        TensorSpec item = Spec(list, name, element, isOptional);
        if (layout == SequenceLayout.Stacked)
        {
            TensorSpec stacked = item.HasRank ? new TensorSpec(name, item.ElementType, [TensorDimension.Dynamic(), .. item.Dimensions], mayMiss) : item;
            list.Add(WithFlag(list, new GraphValue(name, GraphValueKind.Sequence, element.ElementType, list.Add(stacked)) { IsOptional = isOptional }));
            return;
        }

        int slot = list.Add(new TensorSpec(name, item.ElementType, [TensorDimension.Dynamic()], mayMiss));
        var shapes = new TensorSpec(list.NameBeside(name, "shapes"), TensorElementType.Int64, [TensorDimension.Dynamic(), TensorDimension.Dynamic()], mayMiss);
        list.Add(WithFlag(list, new GraphValue(name, GraphValueKind.RaggedSequence, element.ElementType, slot) { IsOptional = isOptional, ShapesSlot = list.AddBeside(shapes) }));
    }

    private void AddMap(SlotList list, string name, OnnxValueType map, GraphValueKind kind, bool isOptional)
    {
        if (map.Content is not { Kind: OrtValueKind.Tensor } values) throw Unsupported(list, name, $"is {Describe(map)}; a map's values must be numbers or text");
        bool mayMiss = isOptional && list == _inputs;
        string keys = list.NameBeside(name, "keys");
        TensorDimension keyCount = TensorDimension.Dynamic(keys);
        ImmutableArray<TensorDimension> dimensions = kind == GraphValueKind.Map ? [keyCount] : [TensorDimension.Dynamic(), keyCount];
        int slot = list.Add(new TensorSpec(name, ToContract(list, name, values.ElementType), dimensions, mayMiss));
        list.Add(WithFlag(list, new GraphValue(name, kind, values.ElementType, slot)
        {
            IsOptional = isOptional,
            KeyType = map.KeyType,
            KeysSlot = list.AddBeside(new TensorSpec(keys, ToContract(list, name, map.KeyType), [keyCount], mayMiss)),
        }));
    }

    // An input that may miss is simply left out; an output always has its slots, so a flag says whether they mean anything.
    private GraphValue WithFlag(SlotList list, GraphValue value) => value.IsOptional && list == _outputs
        ? value with { PresentSlot = list.AddBeside(new TensorSpec(list.NameBeside(value.Name, "present"), TensorElementType.Boolean, [])) }
        : value;

    private TensorSpec Spec(SlotList list, string name, OnnxValueType type, bool isOptional) =>
        new(name, ToContract(list, name, type.ElementType), type.Dimensions, isOptional && list == _inputs);

    private TensorElementType ToContract(SlotList list, string name, OrtElementType type)
    {
        TensorElementType known = OrtElementTypes.ToContract(type);
        return known != TensorElementType.None ? known : throw Unsupported(
            list,
            name,
            $"has the element type {OrtElementTypes.NameOf(type)}; it can be bool, int2 to int64, uint2 to uint64, float4e2m1, float8 of any kind, float16, bfloat16, float32, float64 or string");
    }

    private void RefuseNames(string role, string[] names)
    {
        // ONNX Runtime's interface ends names at a NUL.
        string? wrong = names.Contains("") ? $"an {role} has no name"
            : names.FirstOrDefault(name => name.Contains('\0', StringComparison.Ordinal)) is { } cut ? $"the name of its {role} '{OnnxErrors.Shorten(cut.Replace('\0', '?'))}' has a NUL (here '?') in it"
            : names.Distinct(StringComparer.Ordinal).Count() < names.Length ? $"two {role}s have one name"
            : null;
        if (wrong is not null) throw new MceException(MceErrorCodes.ModelInvalid, $"'{path}' can't be served: {wrong}. Export it again.", new Dictionary<string, string> { ["path"] = path });
    }

    private static string Describe(OnnxValueType type) => type.Kind switch
    {
        OrtValueKind.Sequence => $"a sequence of {Contents(type)}",
        OrtValueKind.Map => $"a map of {Contents(type)}",
        OrtValueKind.Optional => $"an optional of {Contents(type)}",
        OrtValueKind.SparseTensor => "a sparse tensor",
        OrtValueKind.Tensor => "a tensor",
        _ => "of an opaque type",
    };

    private static string Contents(OnnxValueType type) => type.Content?.Kind switch
    {
        OrtValueKind.Sequence => "sequences",
        OrtValueKind.Map => "maps",
        OrtValueKind.Optional => "optionals",
        OrtValueKind.SparseTensor => "sparse tensors",
        OrtValueKind.Tensor => "tensors",
        _ => "something unknown",
    };

    private MceException Unsupported(SlotList list, string name, string what) => new(
        MceErrorCodes.ModelUnsupported,
        $"'{path}' can't be served: its {list.Role} '{name}' {what}. Change it where the model is exported.",
        new Dictionary<string, string> { ["path"] = path, ["name"] = name });
}
