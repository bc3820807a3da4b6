using System.Globalization;
using Mce.Plugins.Onnx.Files;
using Mce.Plugins.Onnx.Native;

namespace Mce.Plugins.Onnx.Loading;

/// <summary>Tells what a model holds from its file alone.</summary>
internal static class ModelInspector
{
    /// <exception cref="MceException">The file is missing, damaged or of another framework, or a setting is wrong.</exception>
    public static ModelOutline Inspect(ModelSource source, CancellationToken cancellationToken)
    {
        string path = source.Path;
        OnnxSettings settings = OnnxSettings.Read(source.Settings);
        if (ModelFile.Detect(path) == ModelFileKind.Ort)
            // A flatbuffer of ONNX Runtime's own: loading tells the rest.
            return new ModelOutline { Metadata = new ModelMetadata { Format = "ort" }, Files = [path] };

        OnnxFileInfo info = ReadFile(source);
        cancellationToken.ThrowIfCancellationRequested();
        List<string> problems = [.. RuntimeSupport.FindProblems(source, info).Select(problem => problem.Message)];
        ModelSignature? signature = null;
        try
        {
            signature = ReadSignature(path, info, settings.Sequences);
        }
        catch (MceException e)
        {
            problems.Add(e.Message);
        }

        return new ModelOutline
        {
            Metadata = ReadMetadata(info),
            Signature = signature,
            Files = [path, .. ExternalWeights.Files(path, info)],
            Operators =
            [
                .. info.Operators
                    .GroupBy(o => (o.Key.Domain, o.Key.Name)) // overloads of a function count as one
                    .Select(o => new ModelOperator(o.Key.Domain, o.Key.Name, o.Sum(overload => overload.Value), RuntimeSupport.ProblemOf(info, o.First().Key)))
                    .OrderBy(o => o.Domain, StringComparer.Ordinal).ThenBy(o => o.Name, StringComparer.Ordinal),
            ],
            Problems = problems,
        };
    }

    /// <summary>Reads a file's outline.</summary>
    /// <exception cref="MceException">It is missing, damaged, or no ONNX model.</exception>
    public static OnnxFileInfo ReadFile(ModelSource source)
    {
        string path = source.Path;
        ModelFileKind kind = ModelFile.Detect(path);
        if (kind is not (ModelFileKind.Onnx or ModelFileKind.Unknown)) throw OnnxErrors.WrongKind(path, kind);
        try
        {
            return OnnxFile.Inspect(path, source.Limits);
        }
        catch (InvalidDataException e)
        {
            throw OnnxErrors.Damaged(path, kind, e);
        }
    }

    /// <summary>The signature by the file's words, or null when it leaves a type open.</summary>
    /// <exception cref="MceException"><see cref="MceErrorCodes.ModelUnsupported"/>: tensors can't stand for an input or output.</exception>
    public static ModelSignature? ReadSignature(string path, OnnxFileInfo info, SequenceLayout layout)
    {
        if (info.Inputs.Concat(info.Outputs).Any(slot => !slot.Type.IsWhole)) return null;
        // Before IR version 4 every weight was an input as well, and none could be given.
        const int defaultsAreInputs = 4;
        var builder = new SignatureBuilder(path, layout);
        builder.AddInputs(
        [
            .. info.Inputs
                .Select(input => (input.Name, input.Type, HasDefault: info.Initializers.Contains(input.Name)))
                .Where(input => info.IrVersion >= defaultsAreInputs || !input.HasDefault)
                .OrderBy(input => input.HasDefault),
        ]);
        builder.AddOutputs(info.Outputs);
        return builder.Build().Signature;
    }

    private static ModelMetadata ReadMetadata(OnnxFileInfo info)
    {
        var properties = new Dictionary<string, string>(info.Properties, StringComparer.Ordinal);
        Add("graph", info.GraphName);
        Add("domain", info.Domain);
        Add("version", info.ModelVersion == 0 ? "" : info.ModelVersion.ToString(CultureInfo.InvariantCulture));
        Add("irVersion", info.IrVersion.ToString(CultureInfo.InvariantCulture));
        Add("operatorSets", info.OperatorSetText);
        foreach ((string name, OnnxValueType type) in info.Inputs.Concat(info.Outputs))
            if (ElementTypeOf(type) is var element && OrtElementTypes.IsStandIn(element)) Add($"elementType.{name}", OrtElementTypes.NameOf(element));
        string producer = $"{info.Producer} {info.ProducerVersion}".Trim();
        return new ModelMetadata
        {
            Format = "onnx",
            Producer = producer.Length == 0 ? null : producer,
            Description = info.Description.Length == 0 ? null : info.Description,
            Properties = properties,
        };

        void Add(string name, string value)
        {
            if (value.Length > 0) properties.TryAdd(name, value);
        }
    }

    private static OrtElementType ElementTypeOf(OnnxValueType type) => type.Content is { } content ? ElementTypeOf(content) : type.ElementType;
}
