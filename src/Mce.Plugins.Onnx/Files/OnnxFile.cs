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
    private readonly List<string> _operatorSets = [];
    private readonly FunctionTable _functions = new();
    private readonly OperatorCounts _operators = new();
    private long _irVersion;
    private string _producerVersion = "";
    private bool _hasGraph;

    private OnnxFile(Stream stream, SizeLimits limits, string path)
    {
        _scanner = new ProtobufScanner(stream);
        _graphs = new GraphScan(_scanner, limits, path);
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
            if (field is { Number: 1, WireType: 0 }) _irVersion = (long)field.Value;
            else if (field is { Number: 3, IsBytes: true }) _producerVersion = _scanner.ReadText(field);
            else if (field is { Number: 7, IsBytes: true }) ReadGraph(field);
            else if (field is { Number: 8, IsBytes: true }) ReadOperatorSet(field);
            else if (field is { Number: 25, IsBytes: true }) _functions.Add(_graphs.ReadFunction(field));
            _scanner.Skip(field);
        }

        if (!_hasGraph) throw new InvalidDataException("it has no graph");
        _functions.Check(_operators);
        return new OnnxFileInfo
        {
            IrVersion = _irVersion,
            ProducerVersion = _producerVersion,
            OperatorSets = _operatorSets,
            ExternalFiles = [.. _graphs.ExternalTensors.Select(t => t.Location).Distinct(StringComparer.Ordinal)],
            ExternalTensors = _graphs.ExternalTensors,
            Operators = _operators,
        };
    }

    private void ReadGraph(ProtobufField field)
    {
        // A second one would be merged into the first, behind the back of every check.
        if (_hasGraph) throw new InvalidDataException("it has two graphs");
        _hasGraph = true;
        _graphs.ReadGraph(field, _operators, isMain: true);
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
        _operatorSets.Add($"{(domain.Length == 0 ? "ai.onnx" : domain)} {version}");
    }
}
