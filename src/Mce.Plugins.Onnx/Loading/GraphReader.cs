using System.Collections.Immutable;
using Mce.Plugins.Onnx.Native;

namespace Mce.Plugins.Onnx.Loading;

/// <summary>Reads a session's signature.</summary>
internal sealed class GraphReader
{
    private readonly OrtApi _api;
    private readonly nint _session;
    private readonly string _path;
    private readonly SequenceLayout _layout;
    private readonly SlotList _inputs;
    private readonly SlotList _outputs;

    private GraphReader(OrtApi api, nint session, string path, SequenceLayout layout)
    {
        _api = api;
        _session = session;
        _path = path;
        _layout = layout;
        _inputs = new SlotList("input", NamesOf(OrtSlotKind.Input).Concat(NamesOf(OrtSlotKind.OverridableInitializer)));
        _outputs = new SlotList("output", NamesOf(OrtSlotKind.Output));
    }

    /// <exception cref="MceException"><see cref="MceErrorCodes.ModelUnsupported"/>: an input or output is what the contract can't express.</exception>
    public static OnnxGraph Read(OrtApi api, nint session, string path, SequenceLayout layout) => new GraphReader(api, session, path, layout).Read();

    private OnnxGraph Read()
    {
        WithEach(OrtSlotKind.Input, (name, type) => AddValue(_inputs, name, type, isOptional: false));
        WithEach(OrtSlotKind.OverridableInitializer, AddInitializer);
        WithEach(OrtSlotKind.Output, (name, type) => AddValue(_outputs, name, type, isOptional: false));
        if (_outputs.Values.Count == 0) throw new MceException(MceErrorCodes.ModelInvalid, $"'{_path}' can't be served: its graph has no outputs.", new Dictionary<string, string> { ["path"] = _path });
        return new OnnxGraph(new ModelSignature([.. _inputs.Specs], [.. _outputs.Specs]), _inputs.Values, _outputs.Values);
    }

    private void AddInitializer(string name, nint type)
    {
        // A default that the contract can't express merely can't be overridden.
        if (_api.KindOf(type) == OrtValueKind.Tensor && OrtElementTypes.ToContract(_api.GetElementType(_api.AsTensorType(type))) != TensorElementType.None)
            AddTensor(_inputs, name, type, hasDefault: true, isOptional: false);
    }

    private void AddValue(SlotList list, string name, nint type, bool isOptional)
    {
        OrtValueKind kind = _api.KindOf(type);
        switch (kind)
        {
            case OrtValueKind.Tensor:
                AddTensor(list, name, type, hasDefault: false, isOptional);
                break;
            case OrtValueKind.Sequence:
                WithNested(_api.GetSequenceElementType(type), element => AddSequence(list, name, element, isOptional));
                break;
            case OrtValueKind.Map:
                AddMap(list, name, type, GraphValueKind.Map, isOptional);
                break;
            case OrtValueKind.Optional when !isOptional:
                WithNested(_api.GetOptionalContentType(type), content => AddValue(list, name, content, isOptional: true));
                break;
            default:
                throw Unsupported(list, name, $"is {Describe(kind)}; it can be a tensor, a sequence, a map, or an optional of these");
        }
    }

    private void AddTensor(SlotList list, string name, nint type, bool hasDefault, bool isOptional)
    {
        TensorSpec spec = ReadTensor(list, name, type, isOptional: (hasDefault || isOptional) && list == _inputs);
        var value = new GraphValue(name, GraphValueKind.Tensor, ElementTypeOf(type), list.Add(spec)) { IsOptional = isOptional };
        if (list == _outputs && value.IsPlain && !isOptional) value = value with { Shape = ShapeRule.TryCreate(spec, _inputs.Specs) };
        list.Add(WithFlag(list, value));
    }

    private void AddSequence(SlotList list, string name, nint element, bool isOptional)
    {
        OrtValueKind kind = _api.KindOf(element);
        if (kind == OrtValueKind.Map)
        {
            AddMap(list, name, element, GraphValueKind.MapSequence, isOptional);
            return;
        }

        if (kind != OrtValueKind.Tensor) throw Unsupported(list, name, $"is a sequence whose elements are {Describe(kind)}; they must be tensors or maps");
        bool mayMiss = isOptional && list == _inputs;
        TensorSpec item = ReadTensor(list, name, element, mayMiss);
        if (_layout == SequenceLayout.Stacked)
        {
            TensorSpec stacked = item.HasRank ? new TensorSpec(name, item.ElementType, [TensorDimension.Dynamic(), .. item.Dimensions], mayMiss) : item;
            list.Add(WithFlag(list, new GraphValue(name, GraphValueKind.Sequence, ElementTypeOf(element), list.Add(stacked)) { IsOptional = isOptional }));
            return;
        }

        string shapes = list.NameBeside(name, "shapes");
        int slot = list.Add(new TensorSpec(name, item.ElementType, [TensorDimension.Dynamic()], mayMiss));
        list.Add(WithFlag(list, new GraphValue(name, GraphValueKind.RaggedSequence, ElementTypeOf(element), slot)
        {
            IsOptional = isOptional,
            ShapesSlot = list.Add(new TensorSpec(shapes, TensorElementType.Int64, [TensorDimension.Dynamic(), TensorDimension.Dynamic()], mayMiss)),
        }));
    }

    private void AddMap(SlotList list, string name, nint map, GraphValueKind kind, bool isOptional)
    {
        OrtElementType keyType = _api.GetMapKeyType(map), valueType = OrtElementType.Undefined;
        WithNested(_api.GetMapValueType(map), type =>
        {
            OrtValueKind valueKind = _api.KindOf(type);
            if (valueKind != OrtValueKind.Tensor) throw Unsupported(list, name, $"is a map whose values are {Describe(valueKind)}; they must be numbers or text");
            valueType = ElementTypeOf(type);
        });

        bool mayMiss = isOptional && list == _inputs;
        string keys = list.NameBeside(name, "keys");
        TensorDimension keyCount = TensorDimension.Dynamic(keys);
        ImmutableArray<TensorDimension> dimensions = kind == GraphValueKind.Map ? [keyCount] : [TensorDimension.Dynamic(), keyCount];
        int slot = list.Add(new TensorSpec(name, ToContract(list, name, valueType), dimensions, mayMiss));
        list.Add(WithFlag(list, new GraphValue(name, kind, valueType, slot)
        {
            IsOptional = isOptional,
            KeyType = keyType,
            KeysSlot = list.Add(new TensorSpec(keys, ToContract(list, name, keyType), [keyCount], mayMiss)),
        }));
    }

    // An input that may miss is simply left out; an output always has its slots, so a flag says whether they mean anything.
    private GraphValue WithFlag(SlotList list, GraphValue value) => value.IsOptional && list == _outputs
        ? value with { PresentSlot = list.Add(new TensorSpec(list.NameBeside(value.Name, "present"), TensorElementType.Boolean, [])) }
        : value;

    private TensorSpec ReadTensor(SlotList list, string name, nint type, bool isOptional)
    {
        nint tensor = _api.AsTensorType(type);
        TensorElementType elementType = ToContract(list, name, _api.GetElementType(tensor));
        if (!_api.HasShape(tensor)) return TensorSpec.OfAnyShape(name, elementType, isOptional);
        long[] sizes = _api.GetDimensions(tensor);
        string[] symbols = _api.GetSymbols(tensor);
        ImmutableArray<TensorDimension> dimensions = [.. sizes.Select((size, i) => size >= 0 ? TensorDimension.Fixed(size) : TensorDimension.Dynamic(symbols[i]))];
        return new TensorSpec(name, elementType, dimensions, isOptional);
    }

    private OrtElementType ElementTypeOf(nint type) => _api.GetElementType(_api.AsTensorType(type));

    private TensorElementType ToContract(SlotList list, string name, OrtElementType type)
    {
        TensorElementType known = OrtElementTypes.ToContract(type);
        return known != TensorElementType.None ? known : throw Unsupported(
            list,
            name,
            $"has the element type {OrtElementTypes.NameOf(type)}; it can be bool, int2 to int64, uint2 to uint64, float4e2m1, float8 of any kind, float16, bfloat16, float32, float64 or string");
    }

    private static string Describe(OrtValueKind kind) => kind switch
    {
        OrtValueKind.Sequence => "a sequence",
        OrtValueKind.Map => "a map",
        OrtValueKind.SparseTensor => "a sparse tensor",
        OrtValueKind.Optional => "an optional",
        OrtValueKind.Tensor => "a tensor",
        _ => "of an opaque type",
    };

    private MceException Unsupported(SlotList list, string name, string what) => new(
        MceErrorCodes.ModelUnsupported,
        $"'{_path}' can't be served: its {list.Role} '{name}' {what}. Change it where the model is exported.",
        new Dictionary<string, string> { ["path"] = _path, ["name"] = name });

    private IEnumerable<string> NamesOf(OrtSlotKind kind) => Enumerable.Range(0, _api.CountOf(_session, kind)).Select(i => _api.NameOf(_session, kind, i));

    private void WithEach(OrtSlotKind kind, Action<string, nint> read)
    {
        int index = 0;
        foreach (string name in NamesOf(kind)) WithNested(_api.TypeOf(_session, kind, index++), type => read(name, type));
    }

    private void WithNested(nint type, Action<nint> read)
    {
        try
        {
            read(type);
        }
        finally
        {
            _api.ReleaseType(type);
        }
    }
}
