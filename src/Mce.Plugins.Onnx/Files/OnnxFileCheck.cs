namespace Mce.Plugins.Onnx.Files;

/// <summary>Checks what ONNX Runtime takes on trust, before it sees a file. Cheap for files of any size, since weights are skipped.</summary>
internal sealed class OnnxFileCheck
{
    // They come back in every error and in the model's metadata.
    private const int LongestDomain = 1_000;

    private readonly ProtobufScanner _scanner;
    private readonly GraphCheck _graphs;
    private readonly FunctionTable _functions = new();
    private readonly OperatorCounts _operators = new();
    private bool _hasGraph;

    private OnnxFileCheck(Stream stream, ModelSource source)
    {
        _scanner = new ProtobufScanner(stream);
        _graphs = new GraphCheck(_scanner, source.Limits, source.Path);
    }

    /// <summary>Checks a file and the files that it keeps weights in.</summary>
    /// <param name="source">The file, what it may hold, and what the server demands of files.</param>
    /// <param name="kind">What the file seems to be.</param>
    /// <exception cref="MceException">
    /// <see cref="MceErrorCodes.ModelNotFound"/>, <see cref="MceErrorCodes.ModelInvalid"/> for a file that is no whole ONNX model or
    /// one made to mislead, <see cref="MceErrorCodes.LimitExceeded"/>, or what the server demands.
    /// </exception>
    public static void Check(ModelSource source, ModelFileKind kind)
    {
        IReadOnlyCollection<ExternalTensor> external;
        try
        {
            using FileStream stream = ModelFile.OpenRead(source.Path);
            var check = new OnnxFileCheck(stream, source);
            check.CheckModel();
            external = check._graphs.ExternalTensors;
        }
        catch (InvalidDataException e)
        {
            throw OnnxErrors.Damaged(source.Path, kind, e);
        }

        ExternalWeights.Check(source, external);
    }

    private void CheckModel()
    {
        // Field numbers are those of ModelProto in onnx.proto.
        while (_scanner.TryReadField(_scanner.Length, out ProtobufField field))
        {
            if (field is { Number: 7, IsBytes: true }) CheckGraph(field);
            else if (field is { Number: 8, IsBytes: true }) CheckOperatorSet(field);
            else if (field is { Number: 25, IsBytes: true }) _functions.Add(_graphs.ReadFunction(field));
            _scanner.Skip(field);
        }

        if (!_hasGraph) throw new InvalidDataException("it has no graph");
        _functions.Check(_operators);
    }

    private void CheckGraph(ProtobufField field)
    {
        // A second one would be merged into the first, behind the back of every check.
        if (_hasGraph) throw new InvalidDataException("it has two graphs");
        _hasGraph = true;
        _graphs.ReadGraph(field, _operators, isMain: true);
    }

    private void CheckOperatorSet(ProtobufField set)
    {
        while (_scanner.TryReadField(set.End, out ProtobufField field))
        {
            if (field is { Number: 1, IsBytes: true } && field.End - field.Start > LongestDomain)
                throw new InvalidDataException($"an operator set's name has {field.End - field.Start:N0} bytes");
            _scanner.Skip(field);
        }
    }
}
