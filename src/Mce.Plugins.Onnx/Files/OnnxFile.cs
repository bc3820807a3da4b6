namespace Mce.Plugins.Onnx.Files;

/// <summary>
/// Reads an ONNX file's outline and checks what ONNX Runtime takes on trust: cheap, for files of any size, since weights are skipped.
/// </summary>
internal sealed class OnnxFile
{
    // They come back in every error and in the model's metadata.
    private const int LongestDomain = 1_000;

    private readonly ProtobufScanner _scanner;
    private readonly GraphScan _graphs;
    private readonly OnnxFileInfo _info = new();
    private readonly FunctionTable _functions = new();
    private readonly OperatorCounts _main = new();
    private bool _hasGraph;

    private OnnxFile(Stream stream, SizeLimits limits, string path)
    {
        _scanner = new ProtobufScanner(stream);
        _graphs = new GraphScan(_scanner, limits, path, _info);
    }

    /// <param name="path">The file.</param>
    /// <param name="limits">How large its tensors may be; null = <see cref="SizeLimits.Default"/>.</param>
    /// <exception cref="InvalidDataException">The file is no whole ONNX model, or one made to mislead; the message continues a sentence.</exception>
    /// <exception cref="MceException"><see cref="MceErrorCodes.ModelNotFound"/> or <see cref="MceErrorCodes.LimitExceeded"/>.</exception>
    public static OnnxFileInfo Inspect(string path, SizeLimits? limits = null)
    {
        using FileStream stream = ModelFile.OpenRead(path);
        return new OnnxFile(stream, limits ?? SizeLimits.Default, path).ReadModel();
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

        if (!_hasGraph) throw new InvalidDataException("it has no graph");
        _functions.Check(_main);
        foreach ((OperatorName name, int count) in _main) _info.Operators.Add(name, count);
        _info.ExternalTensors = _graphs.ExternalTensors;
        return _info;
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
                ReadGraph(field);
                break;
            case 8:
                ReadOperatorSet(field);
                break;
            case 14:
                (string key, string value) = _scanner.ReadEntry(field);
                _info.Properties[key] = value;
                break;
            case 25:
                ReadFunction(field);
                break;
        }
    }

    private void ReadGraph(ProtobufField field)
    {
        // A second one would be merged into the first, behind the back of every check.
        if (_hasGraph) throw new InvalidDataException("it has two graphs");
        _hasGraph = true;
        _graphs.ReadGraph(field, _main, isMain: true);
    }

    private void ReadFunction(ProtobufField field)
    {
        (OperatorName name, OperatorCounts calls) = _graphs.ReadFunction(field);
        _functions.Add((name, calls));
        _info.Functions.Add(name);
        foreach ((OperatorName called, int count) in calls) _info.Operators.Add(called, count);
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

        if (domain.Length > LongestDomain) throw new InvalidDataException($"an operator set's name has {domain.Length:N0} characters");
        _info.OperatorSets.Add((domain.Length == 0 ? "ai.onnx" : domain, (long)version));
    }
}
