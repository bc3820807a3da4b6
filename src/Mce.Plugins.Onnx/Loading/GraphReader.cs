using Mce.Plugins.Onnx.Native;

namespace Mce.Plugins.Onnx.Loading;

/// <summary>Reads a session's inputs and outputs.</summary>
internal sealed class GraphReader
{
    private readonly OrtApi _api;
    private readonly nint _session;

    private GraphReader(OrtApi api, nint session) => (_api, _session) = (api, session);

    /// <exception cref="MceException"><see cref="MceErrorCodes.ModelUnsupported"/>: tensors can't stand for an input or output.</exception>
    public static OnnxGraph Read(OrtApi api, nint session, string path, SequenceLayout layout)
    {
        var reader = new GraphReader(api, session);
        var builder = new SignatureBuilder(path, layout);
        builder.AddInputs(
        [
            .. reader.ReadAll(OrtSlotKind.Input).Select(slot => (slot.Name, slot.Type, false)),
            .. reader.ReadAll(OrtSlotKind.OverridableInitializer).Select(slot => (slot.Name, slot.Type, true)),
        ]);
        builder.AddOutputs([.. reader.ReadAll(OrtSlotKind.Output)]);
        return builder.Build();
    }

    private IEnumerable<(string Name, OnnxValueType Type)> ReadAll(OrtSlotKind kind)
    {
        int count = _api.CountOf(_session, kind);
        for (int i = 0; i < count; i++) yield return (_api.NameOf(_session, kind, i), Take(_api.TypeOf(_session, kind, i)));
    }

    /// <summary>Reads a type and releases it.</summary>
    private OnnxValueType Take(nint type)
    {
        try
        {
            OrtValueKind kind = _api.KindOf(type);
            var read = new OnnxValueType(kind);
            return kind switch
            {
                OrtValueKind.Tensor => ReadTensor(_api.AsTensorType(type)),
                OrtValueKind.Sequence => read with { Content = Take(_api.GetSequenceElementType(type)) },
                OrtValueKind.Optional => read with { Content = Take(_api.GetOptionalContentType(type)) },
                OrtValueKind.Map => read with { KeyType = _api.GetMapKeyType(type), Content = Take(_api.GetMapValueType(type)) },
                _ => read,
            };
        }
        finally
        {
            _api.ReleaseType(type);
        }
    }

    private OnnxValueType ReadTensor(nint tensor)
    {
        var type = new OnnxValueType(OrtValueKind.Tensor) { ElementType = _api.GetElementType(tensor) };
        if (!_api.HasShape(tensor)) return type;
        string[] symbols = _api.GetSymbols(tensor);
        return type with
        {
            Dimensions = [.. _api.GetDimensions(tensor).Select((size, i) => size >= 0 ? TensorDimension.Fixed(size) : TensorDimension.Dynamic(symbols[i]))],
        };
    }
}
