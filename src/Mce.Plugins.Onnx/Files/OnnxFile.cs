namespace Mce.Plugins.Onnx.Files;

/// <summary>Reads an ONNX file's outline: cheap, for files of any size, since weights are skipped.</summary>
internal sealed class OnnxFile
{
    private readonly ProtobufScanner _scanner;
    private readonly List<string> _operatorSets = [];
    private readonly HashSet<string> _externalFiles = new(StringComparer.Ordinal);
    private long _irVersion;
    private string _producerVersion = "";
    private bool _hasGraph;

    private OnnxFile(Stream stream) => _scanner = new ProtobufScanner(stream);

    /// <exception cref="InvalidDataException">The file is no whole ONNX model; the message continues a sentence.</exception>
    /// <exception cref="MceException"><see cref="MceErrorCodes.ModelNotFound"/>.</exception>
    public static OnnxFileInfo Inspect(string path)
    {
        using FileStream stream = ModelFile.OpenRead(path);
        return new OnnxFile(stream).ReadModel();
    }

    private OnnxFileInfo ReadModel()
    {
        // Field numbers are those of ModelProto in onnx.proto.
        while (_scanner.TryReadField(_scanner.Length, out ProtobufField field))
        {
            if (field is { Number: 1, WireType: 0 }) _irVersion = (long)field.Value;
            else if (field is { Number: 3, IsBytes: true }) _producerVersion = _scanner.ReadText(field);
            else if (field is { Number: 7, IsBytes: true }) ReadGraph(field);
            else if (field is { Number: 8, IsBytes: true }) ReadOperatorSet(field);
            _scanner.Skip(field);
        }

        if (!_hasGraph) throw new InvalidDataException("it has no graph");
        return new OnnxFileInfo
        {
            IrVersion = _irVersion,
            ProducerVersion = _producerVersion,
            OperatorSets = _operatorSets,
            ExternalFiles = _externalFiles,
        };
    }

    private void ReadOperatorSet(ProtobufField set)
    {
        string domain = "";
        ulong version = 0;
        while (_scanner.TryReadField(set.End, out ProtobufField field))
        {
            if (field is { Number: 1, IsBytes: true }) domain = _scanner.ReadText(field);
            else if (field is { Number: 2, WireType: 0 }) version = field.Value;
            _scanner.Skip(field);
        }

        _operatorSets.Add($"{(domain.Length == 0 ? "ai.onnx" : domain)} {version}");
    }

    private void ReadGraph(ProtobufField graph)
    {
        _hasGraph = true;
        while (_scanner.TryReadField(graph.End, out ProtobufField field))
        {
            if (field is { Number: 5, IsBytes: true }) ReadTensor(field);
            _scanner.Skip(field);
        }
    }

    private void ReadTensor(ProtobufField tensor)
    {
        while (_scanner.TryReadField(tensor.End, out ProtobufField field))
        {
            if (field is { Number: 13, IsBytes: true }) ReadExternalData(field);
            _scanner.Skip(field);
        }
    }

    private void ReadExternalData(ProtobufField entry)
    {
        string key = "", value = "";
        while (_scanner.TryReadField(entry.End, out ProtobufField field))
        {
            if (field is { Number: 1, IsBytes: true }) key = _scanner.ReadText(field);
            else if (field is { Number: 2, IsBytes: true }) value = _scanner.ReadText(field);
            _scanner.Skip(field);
        }

        if (key == "location") _externalFiles.Add(value);
    }
}
