using System.Runtime.InteropServices;
using Mce.Plugins.Onnx;

namespace Mce.OnnxVectors;

/// <summary>The library, through its workbench: names, types and shapes are checked as a server checks them.</summary>
internal sealed class MceRunner : IRunner
{
    private static readonly BackendSettings Ragged = new([new("Sequences", "Ragged")]);

    private readonly ModelWorkbench _workbench = new MceServerBuilder().AddBackend<OnnxBackend>().Configure(options => options.WarmUp = false).BuildWorkbench();

    public IEnumerable<VectorValue[]> Run(string path, VectorModel model, IEnumerable<VectorValue[]> sets)
    {
        bool sequences = model.Inputs.Concat(model.Outputs).Any(slot => slot.Type.HasSequence);
        var container = new ContainerConfig
        {
            Name = "vector",
            Framework = "onnx",
            ModelPath = path,
            InstanceCount = 1,
            Settings = sequences ? Ragged : BackendSettings.Empty,
        };
        OpenModel open = Wait(_workbench.OpenAsync(container));
        try
        {
            foreach (VectorValue[] set in sets)
            {
                InferenceRequest request = open.CreateRequest();
                for (int i = 0; i < set.Length; i++) Add(request.Inputs, model.Inputs[i].Name, set[i]);
                using InferenceResponse response = Wait(open.InvokeAsync(request).AsTask());
                foreach ((_, InferenceTensor input) in request.Inputs) input.Dispose();
                yield return [.. model.Outputs.Select(output => Read(response, output.Name, output.Type))];
            }
        }
        finally
        {
            open.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    public void Dispose() => _workbench.DisposeAsync().AsTask().GetAwaiter().GetResult();

    private static T Wait<T>(Task<T> task) => task.GetAwaiter().GetResult();

    private static void Add(TensorCollection inputs, string name, VectorValue value)
    {
        switch (value)
        {
            case VectorOptional optional:
                if (optional.Value is { } inner) Add(inputs, name, inner);
                break;
            case VectorSequence sequence:
                AddSequence(inputs, name, [.. sequence.Items.Cast<VectorTensor>()]);
                break;
            case VectorTensor tensor:
                inputs.Add(name, ToTensor(tensor));
                break;
        }
    }

    private static void AddSequence(TensorCollection inputs, string name, VectorTensor[] items)
    {
        OnnxType type = items.Length == 0 ? OnnxType.Float : items[0].Type;
        int rank = items.Select(item => item.Dimensions.Length).DefaultIfEmpty(1).Max();
        long[] shapes = [.. items.SelectMany(item => item.Dimensions.Concat(Enumerable.Repeat(-1L, rank - item.Dimensions.Length)))];
        string[]? texts = type == OnnxType.String ? [.. items.SelectMany(item => item.Texts!)] : null;
        inputs.Add(name, ToTensor(new VectorTensor(type, [items.Sum(item => item.Count)], [.. items.SelectMany(item => item.Data)], texts)));
        inputs.Add($"{name}.shapes", InferenceTensor.FromArray(shapes, items.Length, rank));
    }

    private static InferenceTensor ToTensor(VectorTensor tensor)
    {
        if (tensor.Texts is { } texts) return InferenceTensor.FromArray(texts, tensor.Dimensions);
        InferenceTensor made = InferenceTensor.Create(ToContract(tensor.Type), tensor.Dimensions);
        if (tensor.Data.Length > 0) Marshal.Copy(tensor.Data, 0, AddressOf(made), tensor.Data.Length);
        return made;
    }

    private static VectorValue Read(InferenceResponse response, string name, SlotType type)
    {
        if (type.Kind == SlotKind.Optional)
            return new VectorOptional(response[$"{name}.present"].AsReadOnlySpan<bool>()[0] ? Read(response, name, type.Element!) : null);
        if (type.Kind == SlotKind.Tensor) return ToVector(type.Tensor, response[name]);
        VectorTensor elements = ToVector(type.Element!.Tensor, response[name]);
        InferenceTensor shapes = response[$"{name}.shapes"];
        var items = new List<VectorValue>();
        int taken = 0, rank = (int)shapes.Dimensions[1], size = OnnxTypes.SizeOf(elements.Type);
        for (int i = 0; i < shapes.Dimensions[0]; i++)
        {
            long[] shape = [.. shapes.ToArray<long>().Skip(i * rank).Take(rank).Where(d => d >= 0)];
            int count = (int)shape.Aggregate(1L, (a, b) => a * b);
            items.Add(new VectorTensor(
                elements.Type,
                shape,
                elements.Texts is null ? elements.Data[(taken * size)..((taken + count) * size)] : [],
                elements.Texts?[taken..(taken + count)]));
            taken += count;
        }

        return new VectorSequence(items);
    }

    private static VectorTensor ToVector(OnnxType declared, InferenceTensor tensor)
    {
        // The contract's type differs from the file's where the contract has none: then the declared one says what the bits are.
        OnnxType type = Array.Find(Enum.GetValues<OnnxType>(), t => t is > OnnxType.None and <= OnnxType.BFloat16 && Maps(t, tensor.ElementType));
        if (ToContract(declared) == tensor.ElementType) type = declared;
        long[] dimensions = tensor.Dimensions.ToArray();
        if (type == OnnxType.String) return new VectorTensor(type, dimensions, [], tensor.ToArray<string>());
        var data = new byte[tensor.ByteLength];
        if (data.Length > 0) Marshal.Copy(AddressOf(tensor), data, 0, data.Length);
        return new VectorTensor(type, dimensions, data);
    }

    private static unsafe nint AddressOf(InferenceTensor tensor) => (nint)tensor.DangerousGetAddress();

    private static bool Maps(OnnxType type, TensorElementType contract) => type is not (OnnxType.Complex64 or OnnxType.Complex128) && ToContract(type) == contract;

    private static TensorElementType ToContract(OnnxType type) => type switch
    {
        OnnxType.Float => TensorElementType.Float32,
        OnnxType.Double => TensorElementType.Float64,
        OnnxType.Float16 => TensorElementType.Float16,
        OnnxType.BFloat16 => TensorElementType.BFloat16,
        OnnxType.Bool => TensorElementType.Boolean,
        OnnxType.String => TensorElementType.String,
        OnnxType.Int8 or OnnxType.Int4 or OnnxType.Int2 => TensorElementType.Int8,
        OnnxType.Int16 => TensorElementType.Int16,
        OnnxType.Int32 => TensorElementType.Int32,
        OnnxType.Int64 => TensorElementType.Int64,
        OnnxType.UInt16 => TensorElementType.UInt16,
        OnnxType.UInt32 => TensorElementType.UInt32,
        OnnxType.UInt64 => TensorElementType.UInt64,
        OnnxType.Complex64 or OnnxType.Complex128 => throw new NotSupportedException("complex numbers"),
        _ => TensorElementType.UInt8,
    };
}
