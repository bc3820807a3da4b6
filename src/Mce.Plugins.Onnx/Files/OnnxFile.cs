namespace Mce.Plugins.Onnx.Files;

/// <summary>Reads an ONNX file's outline: cheap, for files of any size, since weights are skipped.</summary>
internal sealed class OnnxFile
{
    private readonly ProtobufScanner _scanner;
    private readonly OnnxFileInfo _info = new();
    private readonly GraphScanner _graph;
    private bool _hasGraph;

    private OnnxFile(Stream stream)
    {
        _scanner = new ProtobufScanner(stream);
        _graph = new GraphScanner(_scanner, _info);
    }

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
            if (field is { Number: 1, WireType: 0 }) _info.IrVersion = (long)field.Value;
            else if (field is { Number: 5, WireType: 0 }) _info.ModelVersion = (long)field.Value;
            else if (field.IsBytes) ReadPart(field);
            _scanner.Skip(field);
        }

        return _hasGraph ? _info : throw new InvalidDataException("it has no graph");
    }

    private void ReadPart(ProtobufField field)
    {
        switch (field.Number)
        {
            case 2:
                _info.Producer = _scanner.ReadText(field);
                break;
            case 3:
                _info.ProducerVersion = _scanner.ReadText(field);
                break;
            case 4:
                _info.Domain = _scanner.ReadText(field);
                break;
            case 6:
                _info.Description = _scanner.ReadText(field);
                break;
            case 7:
                _hasGraph = true;
                _graph.ReadMain(field);
                break;
            case 8:
                ReadOperatorSet(field);
                break;
            case 14:
                (string key, string value) = _scanner.ReadEntry(field);
                _info.Properties[key] = value;
                break;
            case 25:
                _graph.ReadFunction(field);
                break;
        }
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

        _info.OperatorSets.Add((GraphScanner.DomainName(domain), (long)version));
    }
}
