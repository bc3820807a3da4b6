using System.Runtime.InteropServices;

namespace Mce.OnnxVectors;

/// <summary>ONNX Runtime by itself.</summary>
internal sealed class BareRunner : IRunner
{
    // What the C API numbers otherwise than the file format.
    private static readonly (OnnxType File, int Api)[] Renumbered = [(OnnxType.UInt2, 24), (OnnxType.Int2, 25), (OnnxType.Float8E8M0, 26)];

    private readonly NativeApi _api = new();

    public IEnumerable<VectorValue[]> Run(string path, VectorModel model, IEnumerable<VectorValue[]> sets)
    {
        nint session = _api.Open(path);
        try
        {
            foreach (VectorValue[] set in sets) yield return RunOnce(session, model, set);
        }
        finally
        {
            _api.Close(session);
        }
    }

    public void Dispose()
    {
    }

    private VectorValue[] RunOnce(nint session, VectorModel model, VectorValue[] set)
    {
        var arena = new ValueArena(_api);
        nint[] outputs = [];
        try
        {
            // An empty optional is left out: the API has no value for nothing.
            int[] given = [.. Enumerable.Range(0, set.Length).Where(i => set[i] is not VectorOptional { Value: null })];
            outputs = _api.Run(
                session,
                [.. given.Select(i => model.Inputs[i].Name)],
                [.. given.Select(i => arena.Make(set[i]))],
                [.. model.Outputs.Select(output => output.Name)]);
            return [.. outputs.Select((value, i) => Read(value, model.Outputs[i].Type))];
        }
        finally
        {
            foreach (nint value in outputs) _api.Release(value);
            arena.Free();
        }
    }

    private VectorValue Read(nint value, SlotType type)
    {
        if (type.Kind == SlotKind.Optional) return new VectorOptional(_api.Exists(value) ? Read(value, type.Element!) : null);
        if (type.Kind == SlotKind.Sequence) return new VectorSequence([.. Enumerable.Range(0, _api.CountOf(value)).Select(i => ReadItem(value, i, type.Element!))]);
        if (type.Kind != SlotKind.Tensor) throw new NotSupportedException($"outputs that are {type}");

        (int number, long[] dimensions) = _api.Describe(value);
        OnnxType element = Array.Find(Renumbered, r => r.Api == number) is { Api: > 0 } renumbered ? renumbered.File : (OnnxType)number;
        var tensor = new VectorTensor(element, dimensions, []);
        if (element == OnnxType.String) return tensor with { Texts = _api.ReadTexts(value, (int)tensor.Count) };
        byte[] data = _api.ReadBytes(value);
        return tensor with { Data = OnnxTypes.BitsOf(element) >= 8 ? data : OnnxTypes.Unpack(element, data, tensor.Count) };
    }

    private VectorValue ReadItem(nint sequence, int index, SlotType type)
    {
        nint item = _api.GetItem(sequence, index);
        try
        {
            return Read(item, type);
        }
        finally
        {
            _api.Release(item);
        }
    }

    /// <summary>Makes values and keeps them, and their memory, until they are freed.</summary>
    private sealed class ValueArena(NativeApi api)
    {
        private readonly List<nint> _values = [];
        private readonly List<GCHandle> _pinned = [];

        public nint Make(VectorValue value)
        {
            nint made = Create(value);
            _values.Add(made);
            return made;
        }

        public void Free()
        {
            foreach (nint value in _values) api.Release(value);
            foreach (GCHandle handle in _pinned) handle.Free();
        }

        private nint Create(VectorValue value)
        {
            switch (value)
            {
                case VectorOptional { Value: { } inner }:
                    return Create(inner);
                case VectorSequence sequence:
                    return api.MakeSequence([.. sequence.Items.Select(Make)]);
                case VectorTensor { Texts: { } texts } tensor:
                    return api.MakeText((int)tensor.Type, tensor.Dimensions, texts);
                case VectorTensor tensor:
                    byte[] data = OnnxTypes.BitsOf(tensor.Type) >= 8 ? tensor.Data : OnnxTypes.Pack(tensor.Type, tensor.Data);
                    GCHandle handle = GCHandle.Alloc(data.Length == 0 ? new byte[1] : data, GCHandleType.Pinned);
                    _pinned.Add(handle);
                    int number = Array.Find(Renumbered, r => r.File == tensor.Type) is { Api: > 0 } renumbered ? renumbered.Api : (int)tensor.Type;
                    return api.MakeTensor(number, tensor.Dimensions, handle.AddrOfPinnedObject(), data.Length);
                default:
                    throw new NotSupportedException($"inputs that are {value}");
            }
        }
    }
}
