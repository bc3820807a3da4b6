using System.Text.Json;
using System.Text.RegularExpressions;

namespace Mce.Plugins.Torch.Archive;

/// <summary>Reads <c>models/model.json</c>.</summary>
internal static partial class ProgramReader
{
    private const int SchemaMajor = 8;

    /// <exception cref="MceException"><see cref="MceErrorCodes.ModelUnsupported"/>: another major version of the format.</exception>
    /// <exception cref="FormatException">The document isn't what it should be; so for the other exceptions of System.Text.Json.</exception>
    public static ExportedProgram Read(ReadOnlyMemory<byte> json, string path)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        JsonElement root = document.RootElement;
        string? torchVersion = root.TryGetProperty("torch_version", out JsonElement version) ? version.GetString() : null;
        string schemaVersion = ReadSchemaVersion(root, path, torchVersion);

        JsonElement module = root.GetProperty("graph_module");
        JsonElement graph = module.GetProperty("graph");
        JsonElement signature = module.GetProperty("signature");
        var problems = new ModelProblems();
        return new ExportedProgram
        {
            TorchVersion = torchVersion,
            SchemaVersion = schemaVersion,
            Nodes = [.. graph.GetProperty("nodes").EnumerateArray().Select(ReadNode)],
            Inputs = ReadInputs(signature.GetProperty("input_specs"), problems),
            Outputs = ReadOutputs(signature.GetProperty("output_specs"), problems),
            OutputNames = OutputNameReader.Read(module),
            Tensors = graph.GetProperty("tensor_values").EnumerateObject().ToDictionary(p => p.Name, p => ReadMeta(p.Value), StringComparer.Ordinal),
            Symbols = ReadSymbols(root),
            Problems = problems,
        };
    }

    /// <summary>Reads a tensor's description.</summary>
    public static TensorMeta ReadMeta(JsonElement meta)
    {
        SymbolicSize[] sizes = [.. meta.GetProperty("sizes").EnumerateArray().Select(ReadSize)];
        SymbolicSize[] strides = [.. meta.GetProperty("strides").EnumerateArray().Select(ReadSize)];
        long offset = meta.GetProperty("storage_offset").TryGetProperty("as_int", out JsonElement value) ? value.GetInt64() : 0;
        return new TensorMeta(meta.GetProperty("dtype").GetInt32(), sizes, strides.All(s => s.Size is not null) ? [.. strides.Select(s => s.Size!.Value)] : [], offset);
    }

    private static string ReadSchemaVersion(JsonElement root, string path, string? torchVersion)
    {
        JsonElement version = root.GetProperty("schema_version");
        int major = version.GetProperty("major").GetInt32();
        int minor = version.GetProperty("minor").GetInt32();
        return major == SchemaMajor
            ? $"{major}.{minor}"
            : throw new MceException(
                MceErrorCodes.ModelUnsupported,
                $"'{path}' has version {major}.{minor} of the torch.export format (written by PyTorch {torchVersion ?? "?"}); this plugin reads version {SchemaMajor}.x. " +
                "Export the model again with PyTorch 2.8 to 2.14.");
    }

    private static GraphNode ReadNode(JsonElement node) => new(
        node.GetProperty("target").GetString() ?? throw new FormatException("a node names no operator"),
        [.. node.GetProperty("inputs").EnumerateArray().Select(i => KeyValuePair.Create(i.GetProperty("name").GetString()!, ArgumentReader.ReadArgument(i.GetProperty("arg"))))],
        [.. node.GetProperty("outputs").EnumerateArray().Select(ArgumentReader.ReadResult)]);

    private static ProgramInput[] ReadInputs(JsonElement specs, ModelProblems problems)
    {
        var inputs = new List<ProgramInput>();
        foreach (JsonElement spec in specs.EnumerateArray())
        {
            (string kind, JsonElement value) = ArgumentReader.Single(spec);
            switch (kind)
            {
                case "parameter" or "buffer" or "tensor_constant":
                    inputs.Add(new ProgramInput(ProgramInputKind.Weight, ArgumentReader.Name(value.GetProperty("arg")), value.GetProperty($"{kind}_name").GetString()!));
                    break;
                case "user_input" when ArgumentReader.ReadArgument(value.GetProperty("arg")) is GraphArgument.Reference reference && value.GetProperty("arg").TryGetProperty("as_tensor", out _):
                    inputs.Add(new ProgramInput(ProgramInputKind.User, reference.Name));
                    break;
                case "constant_input":
                    break; // forward was specialized to this value while exporting: nothing to pass
                default:
                    problems.Add($"an input of the kind '{kind}' that is no tensor");
                    break;
            }
        }

        return [.. inputs];
    }

    private static GraphArgument[] ReadOutputs(JsonElement specs, ModelProblems problems)
    {
        var outputs = new List<GraphArgument>();
        foreach (JsonElement spec in specs.EnumerateArray())
        {
            (string kind, JsonElement value) = ArgumentReader.Single(spec);
            switch (kind)
            {
                case "user_output":
                    outputs.Add(ArgumentReader.ReadArgument(value.GetProperty("arg")));
                    break;
                case "user_input_mutation":
                    break; // the caller's memory is never written to
                case "buffer_mutation" or "parameter_mutation":
                    problems.Add($"the model changes its own {kind[..kind.IndexOf('_', StringComparison.Ordinal)]}s while it runs: call eval() before exporting");
                    break;
                default:
                    problems.Add($"an output of the kind '{kind}'");
                    break;
            }
        }

        return [.. outputs];
    }

    private static SymbolicSize ReadSize(JsonElement union)
    {
        if (union.TryGetProperty("as_int", out JsonElement fixedSize)) return new SymbolicSize(fixedSize.GetInt64(), null);
        string expression = union.GetProperty("as_expr").GetProperty("expr_str").GetString() ?? "";
        // Either one symbol, "Symbol('s77', positive=True, integer=True)" or "s77", or arithmetic over symbols.
        Match match = OneSymbol().Match(expression);
        return new SymbolicSize(null, match.Success ? match.Groups["name"].Value : null);
    }

    private static Dictionary<string, SymbolRange> ReadSymbols(JsonElement root)
    {
        var symbols = new Dictionary<string, SymbolRange>(StringComparer.Ordinal);
        if (!root.TryGetProperty("range_constraints", out JsonElement constraints)) return symbols;
        foreach (JsonProperty symbol in constraints.EnumerateObject())
        {
            long minimum = Math.Max(0, ReadBound(symbol.Value, "min_val", 0));
            long maximum = ReadBound(symbol.Value, "max_val", long.MaxValue);
            symbols[symbol.Name] = new SymbolRange(minimum, Math.Max(minimum, maximum));
        }

        return symbols;
    }

    private static long ReadBound(JsonElement range, string name, long open) =>
        range.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long bound) ? bound : open;

    [GeneratedRegex(@"^(?:Symbol\('(?<name>\w+)'[^()]*\)|(?<name>[A-Za-z_]\w*))$", RegexOptions.ExplicitCapture)]
    private static partial Regex OneSymbol();
}
