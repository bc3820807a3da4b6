using System.Text.Encodings.Web;
using System.Text.Json;

namespace Mce.Cli.TensorFiles;

/// <summary>Writes the object of the Open Inference Protocol: <c>{"shape":[2,3],"datatype":"FP32","data":[…]}</c>, flat.</summary>
internal static class JsonTensorWriter
{
    private const int FlushBytes = 1 << 16;

    // The file is no part of a web page: text stays readable.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="stream">Where to.</param>
    /// <param name="tensor">Contiguous.</param>
    public static void Write(Stream stream, InferenceTensor tensor)
    {
        using var json = new Utf8JsonWriter(stream, Options);
        json.WriteStartObject();
        json.WriteStartArray("shape");
        foreach (long dimension in tensor.Dimensions) json.WriteNumberValue(dimension);
        json.WriteEndArray();
        json.WriteString("datatype", JsonDataTypes.NameOf(tensor.ElementType));
        json.WriteStartArray("data");
        WriteElements(json, tensor);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteElements(Utf8JsonWriter json, InferenceTensor tensor)
    {
        switch (tensor.ElementType)
        {
            case TensorElementType.Boolean: WriteEach<bool>(json, tensor, static (j, v) => j.WriteBooleanValue(v)); break;
            case TensorElementType.Int8: WriteEach<sbyte>(json, tensor, static (j, v) => j.WriteNumberValue(v)); break;
            case TensorElementType.Int16: WriteEach<short>(json, tensor, static (j, v) => j.WriteNumberValue(v)); break;
            case TensorElementType.Int32: WriteEach<int>(json, tensor, static (j, v) => j.WriteNumberValue(v)); break;
            case TensorElementType.Int64: WriteEach<long>(json, tensor, static (j, v) => j.WriteNumberValue(v)); break;
            case TensorElementType.UInt8: WriteEach<byte>(json, tensor, static (j, v) => j.WriteNumberValue(v)); break;
            case TensorElementType.UInt16: WriteEach<ushort>(json, tensor, static (j, v) => j.WriteNumberValue(v)); break;
            case TensorElementType.UInt32: WriteEach<uint>(json, tensor, static (j, v) => j.WriteNumberValue(v)); break;
            case TensorElementType.UInt64: WriteEach<ulong>(json, tensor, static (j, v) => j.WriteNumberValue(v)); break;
            case TensorElementType.Float16: WriteEach<Half>(json, tensor, static (j, v) => WriteNumber(j, (float)v)); break;
            case TensorElementType.BFloat16: WriteEach<BFloat16>(json, tensor, static (j, v) => WriteNumber(j, v)); break;
            case TensorElementType.Float32: WriteEach<float>(json, tensor, static (j, v) => WriteNumber(j, v)); break;
            case TensorElementType.Float64: WriteEach<double>(json, tensor, WriteNumber); break;
            case TensorElementType.String: WriteEach<string>(json, tensor, static (j, v) => j.WriteStringValue(v)); break;
            case TensorElementType.Bytes: WriteEach<ReadOnlyMemory<byte>>(json, tensor, static (j, v) => j.WriteBase64StringValue(v.Span)); break;
            default: throw new ArgumentOutOfRangeException(nameof(tensor), tensor.ElementType, "Not a tensor element type.");
        }
    }

    private static void WriteEach<T>(Utf8JsonWriter json, InferenceTensor tensor, Action<Utf8JsonWriter, T> write)
    {
        foreach (T value in tensor.AsReadOnlySpan<T>())
        {
            write(json, value);
            if (json.BytesPending > FlushBytes) json.Flush();
        }
    }

    // In the shortest text that reads back as the same number of its own width.
    private static void WriteNumber(Utf8JsonWriter json, float value)
    {
        if (float.IsFinite(value)) json.WriteNumberValue(value);
        else WriteNumber(json, (double)value);
    }

    private static void WriteNumber(Utf8JsonWriter json, double value)
    {
        if (double.IsFinite(value)) json.WriteNumberValue(value);
        else json.WriteStringValue(double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
    }
}
