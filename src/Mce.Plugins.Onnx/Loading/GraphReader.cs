using System.Collections.Immutable;
using Mce.Plugins.Onnx.Native;

namespace Mce.Plugins.Onnx.Loading;

/// <summary>Reads a session's signature.</summary>
internal sealed class GraphReader
{
    private readonly OrtApi _api;
    private readonly nint _session;
    private readonly string _path;
    private readonly List<TensorSpec> _inputs = [];
    private readonly List<TensorSpec> _outputs = [];
    private readonly List<OnnxOutput> _graphOutputs = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    private GraphReader(OrtApi api, nint session, string path)
    {
        _api = api;
        _session = session;
        _path = path;
    }

    /// <exception cref="MceException"><see cref="MceErrorCodes.ModelUnsupported"/>: an input or output has a type that the contract lacks.</exception>
    public static OnnxGraph Read(OrtApi api, nint session, string path) => new GraphReader(api, session, path).Read();

    private OnnxGraph Read()
    {
        for (int i = 0; i < _api.CountOf(_session, OrtSlotKind.Input); i++) WithType(OrtSlotKind.Input, i, AddInput);
        for (int i = 0; i < _api.CountOf(_session, OrtSlotKind.OverridableInitializer); i++) WithType(OrtSlotKind.OverridableInitializer, i, AddInitializer);
        int outputs = _api.CountOf(_session, OrtSlotKind.Output);
        if (outputs == 0) throw new MceException(MceErrorCodes.ModelInvalid, $"'{_path}' can't be served: its graph has no outputs.", new Dictionary<string, string> { ["path"] = _path });
        // All of them first: the names made up for maps' keys must be free.
        for (int i = 0; i < outputs; i++) _names.Add(_api.NameOf(_session, OrtSlotKind.Output, i));
        for (int i = 0; i < outputs; i++) WithType(OrtSlotKind.Output, i, AddOutput);
        return new OnnxGraph(new ModelSignature([.. _inputs], [.. _outputs]), _graphOutputs);
    }

    private void AddInput(string name, nint type)
    {
        OrtValueKind kind = _api.KindOf(type);
        if (kind != OrtValueKind.Tensor) throw Unsupported("input", name, $"is {Describe(kind)}; inputs must be tensors");
        _inputs.Add(ReadTensor("input", name, type, isOptional: false));
    }

    private void AddInitializer(string name, nint type)
    {
        // A default that the contract can't express merely can't be overridden.
        if (_api.KindOf(type) == OrtValueKind.Tensor && OrtElementTypes.ToContract(_api.GetElementType(_api.AsTensorType(type))) != TensorElementType.None)
            _inputs.Add(ReadTensor("input", name, type, isOptional: true));
    }

    private void AddOutput(string name, nint type)
    {
        OrtValueKind kind = _api.KindOf(type);
        switch (kind)
        {
            case OrtValueKind.Tensor:
                TensorSpec spec = ReadTensor("output", name, type, isOptional: false);
                ShapeRule? rule = spec.ElementType == TensorElementType.String ? null : ShapeRule.TryCreate(spec, _inputs);
                _graphOutputs.Add(new OnnxOutput(name, OnnxOutputKind.Tensor, _outputs.Count, Shape: rule));
                _outputs.Add(spec);
                break;
            case OrtValueKind.Map:
                AddMap(name, type, OnnxOutputKind.Map);
                break;
            case OrtValueKind.Sequence:
                WithNested(_api.GetSequenceElementType(type), element => AddSequence(name, element));
                break;
            default:
                throw Unsupported("output", name, $"is {Describe(kind)}; outputs must be tensors, maps or sequences of these");
        }
    }

    private void AddSequence(string name, nint element)
    {
        OrtValueKind kind = _api.KindOf(element);
        if (kind == OrtValueKind.Map)
        {
            AddMap(name, element, OnnxOutputKind.MapSequence);
            return;
        }

        if (kind != OrtValueKind.Tensor) throw Unsupported("output", name, $"is a sequence whose elements are {Describe(kind)}; they must be tensors or maps");
        TensorSpec spec = ReadTensor("output", name, element, isOptional: false);
        _graphOutputs.Add(new OnnxOutput(name, OnnxOutputKind.Sequence, _outputs.Count));
        _outputs.Add(spec.HasRank ? new TensorSpec(name, spec.ElementType, [TensorDimension.Dynamic(), .. spec.Dimensions]) : spec);
    }

    private void AddMap(string name, nint map, OnnxOutputKind kind)
    {
        TensorElementType keys = ElementType("output", name, _api.GetMapKeyType(map));
        TensorElementType values = TensorElementType.None;
        WithNested(_api.GetMapValueType(map), type =>
        {
            OrtValueKind valueKind = _api.KindOf(type);
            if (valueKind != OrtValueKind.Tensor) throw Unsupported("output", name, $"is a map whose values are {Describe(valueKind)}; they must be numbers or text");
            values = ElementType("output", name, _api.GetElementType(_api.AsTensorType(type)));
        });

        string keysName = $"{name}.keys";
        while (!_names.Add(keysName)) keysName += "_";
        _graphOutputs.Add(new OnnxOutput(name, kind, _outputs.Count, _outputs.Count + 1));
        TensorDimension keyCount = TensorDimension.Dynamic(keysName);
        _outputs.Add(new TensorSpec(name, values, kind == OnnxOutputKind.Map ? [keyCount] : [TensorDimension.Dynamic(), keyCount]));
        _outputs.Add(new TensorSpec(keysName, keys, [keyCount]));
    }

    private TensorSpec ReadTensor(string role, string name, nint type, bool isOptional)
    {
        nint tensor = _api.AsTensorType(type);
        TensorElementType elementType = ElementType(role, name, _api.GetElementType(tensor));
        if (!_api.HasShape(tensor)) return TensorSpec.OfAnyShape(name, elementType, isOptional);
        long[] sizes = _api.GetDimensions(tensor);
        string[] symbols = _api.GetSymbols(tensor);
        ImmutableArray<TensorDimension> dimensions = [.. sizes.Select((size, i) => size >= 0 ? TensorDimension.Fixed(size) : TensorDimension.Dynamic(symbols[i]))];
        return new TensorSpec(name, elementType, dimensions, isOptional);
    }

    private TensorElementType ElementType(string role, string name, OrtElementType type)
    {
        TensorElementType known = OrtElementTypes.ToContract(type);
        return known != TensorElementType.None ? known : throw Unsupported(
            role,
            name,
            $"has the element type {type.ToString().ToLowerInvariant()}; it can be bool, int8 to int64, uint8 to uint64, float16, bfloat16, float32, float64 or string");
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

    private MceException Unsupported(string role, string name, string what) => new(
        MceErrorCodes.ModelUnsupported,
        $"'{_path}' can't be served: its {role} '{name}' {what}. Change it where the model is exported.",
        new Dictionary<string, string> { ["path"] = _path, ["name"] = name });

    private void WithType(OrtSlotKind kind, int index, Action<string, nint> read)
    {
        string name = _api.NameOf(_session, kind, index);
        WithNested(_api.TypeOf(_session, kind, index), type => read(name, type));
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
