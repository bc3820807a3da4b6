using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using NativeElementType = Microsoft.ML.OnnxRuntime.Tensors.TensorElementType;

namespace Mce.OnnxVectors;

/// <summary>ONNX Runtime's own C# API.</summary>
internal sealed class BareRunner : IRunner
{
    // What the C API numbers otherwise than the file format.
    private static readonly (OnnxType File, int Api)[] Renumbered = [(OnnxType.UInt2, 24), (OnnxType.Int2, 25), (OnnxType.Float8E8M0, 26)];

    public IEnumerable<VectorValue[]> Run(string path, VectorModel model, IEnumerable<VectorValue[]> sets)
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
        using var session = new InferenceSession(path, options);
        using var runOptions = new RunOptions();
        string[] outputs = [.. model.Outputs.Select(o => o.Name)];
        foreach (VectorValue[] set in sets)
        {
            using var arena = new ValueArena();
            var names = new List<string>();
            var values = new List<OrtValue>();
            for (int i = 0; i < set.Length; i++)
            {
                if (set[i] is VectorOptional { Value: null }) continue; // this API has no value for nothing
                names.Add(model.Inputs[i].Name);
                values.Add(arena.Make(set[i]));
            }

            using IDisposableReadOnlyCollection<OrtValue> results = session.Run(runOptions, names, values, outputs);
            yield return [.. results.Select((value, i) => Read(value, model.Outputs[i].Type))];
        }
    }

    public void Dispose()
    {
    }

    private static VectorValue Read(OrtValue value, SlotType type)
    {
        if (type.Kind == SlotKind.Optional) return new VectorOptional(IsNothing(value) ? null : Read(value, type.Element!));
        if (type.Kind == SlotKind.Sequence)
        {
            var items = new List<VectorValue>();
            for (int i = 0; i < value.GetValueCount(); i++)
            {
                using OrtValue item = value.GetValue(i, OrtAllocator.DefaultInstance);
                items.Add(Read(item, type.Element!));
            }

            return new VectorSequence(items);
        }

        if (type.Kind != SlotKind.Tensor) throw new NotSupportedException($"outputs that are {type}");
        OrtTensorTypeAndShapeInfo info = value.GetTensorTypeAndShape();
        int number = (int)info.ElementDataType;
        OnnxType element = Array.Find(Renumbered, r => r.Api == number) is { Api: > 0 } renumbered ? renumbered.File : (OnnxType)number;
        if (element == OnnxType.String) return new VectorTensor(element, info.Shape, [], value.GetStringTensorAsArray());
        byte[] data = value.GetTensorSizeInBytes() == 0 ? [] : value.GetTensorMutableRawData()[..(int)value.GetTensorSizeInBytes()].ToArray();
        return new VectorTensor(element, info.Shape, OnnxTypes.BitsOf(element) >= 8 ? data : OnnxTypes.Unpack(element, data, info.ElementCount));
    }

    private static bool IsNothing(OrtValue value) => value.OnnxType is OnnxValueType.ONNX_TYPE_UNKNOWN;

    /// <summary>Makes values and keeps their memory until it is disposed.</summary>
    private sealed class ValueArena : IDisposable
    {
        private readonly List<IDisposable> _values = [];
        private readonly List<GCHandle> _pinned = [];

        public OrtValue Make(VectorValue value)
        {
            OrtValue made = Create(value);
            _values.Add(made);
            return made;
        }

        public void Dispose()
        {
            foreach (IDisposable value in _values) value.Dispose();
            foreach (GCHandle handle in _pinned) handle.Free();
        }

        private OrtValue Create(VectorValue value)
        {
            switch (value)
            {
                case VectorOptional { Value: { } inner }:
                    return Create(inner);
                case VectorSequence sequence:
                    return OrtValue.CreateSequence([.. sequence.Items.Select(Create)]);
                case VectorTensor { Texts: { } texts } tensor:
                    OrtValue text = OrtValue.CreateTensorWithEmptyStrings(OrtAllocator.DefaultInstance, tensor.Dimensions);
                    for (int i = 0; i < texts.Length; i++) text.StringTensorSetElementAt(texts[i], i);
                    return text;
                case VectorTensor tensor:
                    byte[] data = OnnxTypes.BitsOf(tensor.Type) >= 8 ? tensor.Data : OnnxTypes.Pack(tensor.Type, tensor.Data);
                    GCHandle handle = GCHandle.Alloc(data.Length == 0 ? new byte[1] : data, GCHandleType.Pinned);
                    _pinned.Add(handle);
                    int number = Array.Find(Renumbered, r => r.File == tensor.Type) is { Api: > 0 } renumbered ? renumbered.Api : (int)tensor.Type;
                    return OrtValue.CreateTensorValueWithData(
                        OrtMemoryInfo.DefaultInstance, (NativeElementType)number, tensor.Dimensions, handle.AddrOfPinnedObject(), data.Length);
                default:
                    throw new NotSupportedException($"inputs that are {value}");
            }
        }
    }
}
