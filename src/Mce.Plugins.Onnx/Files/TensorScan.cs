using System.Globalization;

namespace Mce.Plugins.Onnx.Files;

/// <summary>Checks the tensors of a model: that their dimensions are possible, allowed, and fit their data.</summary>
internal sealed class TensorScan(ProtobufScanner scanner, SizeLimits limits, string path)
{
    private readonly List<ExternalTensor> _external = [];
    private readonly List<long> _dimensions = [];

    public IReadOnlyCollection<ExternalTensor> External => _external;

    /// <summary>Checks a tensor and returns its name.</summary>
    /// <exception cref="InvalidDataException">The tensor contradicts itself.</exception>
    /// <exception cref="MceException"><see cref="MceErrorCodes.LimitExceeded"/>.</exception>
    public string Read(ProtobufField tensor)
    {
        _dimensions.Clear();
        string name = "";
        int type = 0;
        long rawBytes = -1;
        bool isExternal = false;
        var entries = new Dictionary<string, string>(StringComparer.Ordinal);
        while (scanner.TryReadField(tensor.End, out ProtobufField field))
        {
            if (field is { Number: 1, WireType: 0 }) _dimensions.Add((long)field.Value);
            else if (field is { Number: 1, IsBytes: true }) scanner.ReadPacked(field, _dimensions);
            else if (field is { Number: 2, WireType: 0 }) type = (int)field.Value;
            else if (field is { Number: 8, IsBytes: true }) name = scanner.ReadText(field);
            else if (field is { Number: 9, IsBytes: true }) rawBytes = field.End - field.Start;
            else if (field is { Number: 13, IsBytes: true }) ReadEntry(field, entries);
            else if (field is { Number: 14, WireType: 0 }) isExternal = field.Value != 0;
            scanner.Skip(field);
        }

        long bytes = CountBytes(name, type);
        if (isExternal) AddExternal(name, bytes, entries);
        else if (rawBytes >= 0 && bytes >= 0 && rawBytes != bytes) throw new InvalidDataException($"its tensor '{name}' has {rawBytes} bytes and dimensions for {bytes}");
        return name;
    }

    // The bytes that the elements take, or -1 for types of no fixed size.
    private long CountBytes(string name, int type)
    {
        // Any zero makes it empty, wherever it stands.
        long count = _dimensions.Contains(0) ? 0 : 1;
        foreach (long dimension in _dimensions)
        {
            if (dimension < 0) throw new InvalidDataException($"its tensor '{name}' has a dimension of {dimension}");
            if (count > 0 && dimension > long.MaxValue / 16 / count) throw new InvalidDataException($"its tensor '{name}' has more elements than there can be");
            count *= dimension;
        }

        int bits = Bits(type);
        // Text has no fixed size: each element is a field of its own, which the file's length bounds.
        long bytes = bits == 0 ? count : ((count * bits) + 7) / 8;
        if (bytes > limits.MaxTensorBytes) throw SizeLimits.Exceeded($"'{path}': its tensor '{name}' has {bytes:N0} bytes", nameof(SizeLimits.MaxTensorBytes), limits.MaxTensorBytes, path);
        return bits == 0 ? -1 : bytes;
    }

    private void AddExternal(string name, long bytes, Dictionary<string, string> entries)
    {
        if (!entries.TryGetValue("location", out string? location)) throw new InvalidDataException($"its tensor '{name}' lies in another file and doesn't say in which");
        long offset = Number("offset", 0);
        long length = Number("length", Math.Max(0, bytes));
        if (bytes >= 0 && length != bytes) throw new InvalidDataException($"its tensor '{name}' has {length} bytes in '{location}' and dimensions for {bytes}");
        if (offset > long.MaxValue - length) throw new InvalidDataException($"its tensor '{name}' lies at {offset} in '{location}'");
        _external.Add(new ExternalTensor(name, location, offset, length));

        long Number(string key, long missing) => !entries.TryGetValue(key, out string? text) ? missing
            : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number
            : throw new InvalidDataException($"its tensor '{name}' has the {key} '{text}' in '{location}'");
    }

    private void ReadEntry(ProtobufField entry, Dictionary<string, string> entries)
    {
        (string key, string value) = scanner.ReadEntry(entry);
        // Readers differ in which of two they take.
        if (!entries.TryAdd(key, value)) throw new InvalidDataException($"a tensor in another file gives its {key} twice");
    }

    // Bits of an element, by TensorProto.DataType; 0 for text and for types that only ONNX Runtime may know.
    private static int Bits(int type) => type switch
    {
        2 or 3 or 9 or (>= 17 and <= 20) or 24 => 8,
        4 or 5 or 10 or 16 => 16,
        1 or 6 or 12 => 32,
        7 or 11 or 13 or 14 => 64,
        15 => 128,
        21 or 22 or 23 => 4,
        25 or 26 => 2,
        _ => 0,
    };
}
