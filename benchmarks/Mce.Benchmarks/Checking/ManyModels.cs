using System.Text;
using System.Text.Json;
using Mce.Plugins.Onnx;

namespace Mce.Benchmarks;

/// <summary>Writes a manifest of many small ONNX models: copies of a few, each with inputs and outputs of its own.</summary>
internal static class ManyModels
{
    private static readonly string[] Models =
    [
        "digits.onnx", "digits-features.onnx", "onnx/add2.onnx", "onnx/matmul.onnx", "onnx/scalar.onnx", "onnx/identity_float32.onnx",
        "onnx/identity_float64.onnx", "onnx/identity_int64.onnx", "onnx/identity_int32.onnx", "onnx/identity_uint8.onnx", "onnx/identity_float16.onnx",
    ];

    /// <returns>The manifest's path.</returns>
    public static string Write(string folder, int count)
    {
        ModelWorkbench workbench = new MceServerBuilder().AddBackend<OnnxBackend>().Configure(o => (o.WarmUp, o.DefaultInstanceCount) = (false, 1)).BuildWorkbench();
        string path = Path.Combine(folder, "cases.json");
        using (FileStream stream = File.Create(path))
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartArray();
            for (int i = 0; i < count; i++) WriteCase(json, workbench, folder, i);
            json.WriteEndArray();
        }

        workbench.DisposeAsync().AsTask().GetAwaiter().GetResult();
        return path;
    }

    private static void WriteCase(Utf8JsonWriter json, ModelWorkbench workbench, string folder, int index)
    {
        string source = Path.Combine(AppContext.BaseDirectory, "models", Models[index % Models.Length]);
        string model = $"m{index}.onnx";
        File.Copy(source, Path.Combine(folder, model));
        OpenModel open = workbench.OpenAsync(new ContainerConfig { Name = "m", Framework = "onnx", ModelPath = source }).GetAwaiter().GetResult();
        InferenceRequest request = open.CreateRequest();
        json.WriteStartObject();
        json.WriteString("name", $"{Path.GetFileNameWithoutExtension(source)}-{index}");
        json.WriteString("model", model);
        json.WriteNumber("rtol", 1e-3);
        json.WriteNumber("atol", 1e-5);
        json.WriteStartObject("inputs");
        foreach (TensorSpec spec in open.Description.Signature.Inputs.Where(s => !s.IsOptional))
        {
            InferenceTensor tensor = Fill(spec, new Random(index));
            request.Inputs.Add(spec.Name, tensor);
            WriteFile(json, folder, spec.Name, $"m{index}.in{request.Inputs.Count}.npy", tensor);
        }

        json.WriteEndObject();
        json.WriteStartObject("outputs");
        using (InferenceResponse response = open.InvokeAsync(request).AsTask().GetAwaiter().GetResult())
            for (int i = 0; i < response.Count; i++) WriteFile(json, folder, response.Specs[i].Name, $"m{index}.out{i}.npy", response[i]);
        json.WriteEndObject();
        json.WriteEndObject();
        open.DisposeAsync().AsTask().GetAwaiter().GetResult();
        foreach ((_, InferenceTensor input) in request.Inputs) input.Dispose();
    }

    // Small numbers in the lowest byte of each element: the same for whole ones, and no NaN among the others.
    private static unsafe InferenceTensor Fill(TensorSpec spec, Random random)
    {
        InferenceTensor tensor = InferenceTensor.Create(spec.ElementType, [.. spec.Dimensions.Select(d => d.Size ?? 4)]);
        if (spec.ElementType == TensorElementType.Float32)
        {
            foreach (ref float value in tensor.AsSpan<float>()) value = random.NextSingle();
            return tensor;
        }

        byte* data = (byte*)tensor.DangerousGetAddress();
        int size = TensorElementTypes.SizeOf(spec.ElementType);
        for (long i = 0; i < tensor.ElementCount; i++) data[i * size] = (byte)random.Next(100);
        return tensor;
    }

    private static unsafe void WriteFile(Utf8JsonWriter json, string folder, string name, string file, InferenceTensor tensor)
    {
        json.WriteString(name, file);
        string descr = tensor.ElementType switch
        {
            TensorElementType.UInt8 => "|u1",
            TensorElementType.Int32 => "<i4",
            TensorElementType.Int64 => "<i8",
            TensorElementType.Float16 => "<f2",
            TensorElementType.Float32 => "<f4",
            TensorElementType.Float64 => "<f8",
            _ => throw new InvalidOperationException($"{tensor}"),
        };
        string header = $"{{'descr': '{descr}', 'fortran_order': False, 'shape': ({string.Concat(tensor.Dimensions.ToArray().Select(d => $"{d}, "))}), }}".PadRight(117) + "\n";
        using FileStream stream = File.Create(Path.Combine(folder, file));
        stream.Write([0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, (byte)(header.Length >> 8), .. Encoding.ASCII.GetBytes(header)]);
        stream.Write(new ReadOnlySpan<byte>(tensor.DangerousGetAddress(), (int)tensor.ByteLength));
        GC.KeepAlive(tensor);
    }
}
