using System.Text.Json;

namespace Mce.Cli.TensorFiles;

/// <summary>
/// Reads JSON: nested arrays of numbers, booleans or text, or the object of the Open Inference Protocol,
/// <c>{"shape":[2,3],"datatype":"FP32","data":[…]}</c>.
/// </summary>
internal static class JsonTensorReader
{
    private const long MaxBytes = 1 << 30;
    private const int MaxRank = 60; // under the 64 levels that the parser takes

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <param name="file">The file.</param>
    /// <param name="spec">Says the type where the file doesn't.</param>
    public static InferenceTensor Read(TensorFileContent file, TensorSpec? spec)
    {
        if (file.Length > MaxBytes) throw new UsageException($"'{file.Path}' has {file.Length:N0} bytes; at most {MaxBytes:N0} of JSON are read. Save it as .npy.");
        Memory<byte> text = new byte[file.Length];
        text = text[..file.Read(text.Span, 0)];
        if (text.Span.StartsWith(ByteOrderMark)) text = text[3..];
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            return Read(file.Path, document.RootElement, spec);
        }
        catch (JsonException e)
        {
            throw new UsageException($"'{file.Path}' is no valid JSON: {e.Message}", e);
        }
        catch (InvalidOperationException e)
        {
            // A name or a word with an escape that is half a surrogate pair: the parser finds it when the text is asked for.
            throw new UsageException($"'{file.Path}' holds text that is none: {e.Message}", e);
        }
    }

    private static InferenceTensor Read(string path, JsonElement root, TensorSpec? spec)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            TensorElementType wanted = spec?.ElementType
                ?? throw new UsageException($"'{path}' doesn't say its type: write {{\"shape\":[2,3],\"datatype\":\"FP32\",\"data\":[…]}}, or save it as .npy.");
            return Collect(path, root, ShapeOf(path, root), wanted);
        }

        if (!root.TryGetProperty("data", out JsonElement data)) throw new UsageException($"'{path}' has no \"data\": write nested arrays, or {{\"shape\":[2,3],\"datatype\":\"FP32\",\"data\":[…]}}.");
        TensorElementType type = TypeOf(path, root, spec);
        long[] dimensions = root.TryGetProperty("shape", out JsonElement shape) ? ReadShape(path, shape) : ShapeOf(path, data);
        return Collect(path, data, dimensions, type);
    }

    private static TensorElementType TypeOf(string path, JsonElement root, TensorSpec? spec)
    {
        if (!root.TryGetProperty("datatype", out JsonElement name) && !root.TryGetProperty("dtype", out name))
            return spec?.ElementType ?? throw new UsageException($"'{path}' has no \"datatype\": write one of {string.Join(", ", JsonDataTypes.Names)}.");
        string? text = name.ValueKind == JsonValueKind.String ? name.GetString() : name.GetRawText();
        return JsonDataTypes.Find(text, spec?.ElementType)
            ?? throw new UsageException($"'{path}' has the datatype '{text}'; there are {string.Join(", ", JsonDataTypes.Names)}.");
    }

    private static long[] ReadShape(string path, JsonElement shape)
    {
        if (shape.ValueKind == JsonValueKind.Array && shape.GetArrayLength() <= MaxRank
            && shape.EnumerateArray().All(d => d.ValueKind == JsonValueKind.Number && d.TryGetInt64(out long size) && size >= 0))
            return [.. shape.EnumerateArray().Select(d => d.GetInt64())];
        throw new UsageException($"'{path}' has a \"shape\" that is no list of at most {MaxRank} sizes, none negative.");
    }

    // What the nesting says, by its first elements; Collect finds the arrays that differ.
    private static long[] ShapeOf(string path, JsonElement data)
    {
        var dimensions = new List<long>();
        for (JsonElement inner = data; inner.ValueKind == JsonValueKind.Array; inner = inner[0])
        {
            dimensions.Add(inner.GetArrayLength());
            if (dimensions.Count > MaxRank) throw new UsageException($"'{path}' is nested more than {MaxRank} deep.");
            if (dimensions[^1] == 0) break;
        }

        return [.. dimensions];
    }

    private static InferenceTensor Collect(string path, JsonElement data, long[] dimensions, TensorElementType type) => type switch
    {
        TensorElementType.Boolean => Collect<bool>(path, data, dimensions, JsonNumbers.TryReadBoolean, "true or false"),
        TensorElementType.Int8 => Collect<sbyte>(path, data, dimensions, JsonNumbers.TryReadInteger, "a whole number from -128 to 127"),
        TensorElementType.Int16 => Collect<short>(path, data, dimensions, JsonNumbers.TryReadInteger, "a whole number from -32768 to 32767"),
        TensorElementType.Int32 => Collect<int>(path, data, dimensions, JsonNumbers.TryReadInteger, "a whole number of 32 bits"),
        TensorElementType.Int64 => Collect<long>(path, data, dimensions, JsonNumbers.TryReadInteger, "a whole number of 64 bits"),
        TensorElementType.UInt8 => Collect<byte>(path, data, dimensions, JsonNumbers.TryReadInteger, "a whole number from 0 to 255"),
        TensorElementType.UInt16 => Collect<ushort>(path, data, dimensions, JsonNumbers.TryReadInteger, "a whole number from 0 to 65535"),
        TensorElementType.UInt32 => Collect<uint>(path, data, dimensions, JsonNumbers.TryReadInteger, "a whole number of 32 bits, not negative"),
        TensorElementType.UInt64 => Collect<ulong>(path, data, dimensions, JsonNumbers.TryReadInteger, "a whole number of 64 bits, not negative"),
        TensorElementType.Float16 => Collect<Half>(path, data, dimensions, JsonNumbers.TryReadHalf, "a number within ±65504, \"NaN\", \"Infinity\" or \"-Infinity\""),
        TensorElementType.BFloat16 => Collect<BFloat16>(path, data, dimensions, JsonNumbers.TryReadBFloat16, "a number of 32 bits, \"NaN\", \"Infinity\" or \"-Infinity\""),
        TensorElementType.Float32 => Collect<float>(path, data, dimensions, JsonNumbers.TryReadSingle, "a number of 32 bits, \"NaN\", \"Infinity\" or \"-Infinity\""),
        TensorElementType.Float64 => Collect<double>(path, data, dimensions, JsonNumbers.TryReadDouble, "a number, \"NaN\", \"Infinity\" or \"-Infinity\""),
        TensorElementType.String => Collect<string>(path, data, dimensions, JsonNumbers.TryReadText, "text"),
        TensorElementType.Bytes => Collect<ReadOnlyMemory<byte>>(path, data, dimensions, JsonNumbers.TryReadBytes, "bytes as base64 text"),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Not a tensor element type."),
    };

    private static InferenceTensor Collect<T>(string path, JsonElement data, long[] dimensions, JsonNumbers.Reader<T> read, string needed)
    {
        var collector = new JsonCollector<T>(path, dimensions, read, needed);
        return InferenceTensor.FromArray(collector.Collect(data), dimensions);
    }
}
