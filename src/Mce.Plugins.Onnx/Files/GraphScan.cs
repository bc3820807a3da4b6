using Mce.Plugins.Onnx.Loading;
using Mce.Plugins.Onnx.Native;

namespace Mce.Plugins.Onnx.Files;

/// <summary>Walks the graphs and functions of a model and checks every tensor in them. Field numbers are those of onnx.proto.</summary>
internal sealed class GraphScan(ProtobufScanner scanner, SizeLimits limits, string path, OnnxFileInfo info)
{
    // Protocol Buffers itself stops at 100 messages; a graph in an attribute of a node takes three.
    private const int DeepestGraphs = 32;

    private readonly TensorScan _tensors = new(scanner, limits, path);
    private readonly TypeScanner _types = new(scanner);
    private int _depth;

    /// <summary>The tensors whose elements lie in other files.</summary>
    public IReadOnlyCollection<ExternalTensor> ExternalTensors => _tensors.External;

    /// <summary>Reads a graph and those inside it.</summary>
    /// <param name="graph">The field that holds it.</param>
    /// <param name="operators">Where its calls are counted.</param>
    /// <param name="isMain">Whether its inputs and outputs are the model's.</param>
    public void ReadGraph(ProtobufField graph, OperatorCounts operators, bool isMain = false)
    {
        if (++_depth > DeepestGraphs) throw new InvalidDataException($"its graphs lie more than {DeepestGraphs} deep in each other");
        HashSet<string>? inputs = isMain ? new(StringComparer.Ordinal) : null;
        HashSet<string>? outputs = isMain ? new(StringComparer.Ordinal) : null;
        while (scanner.TryReadField(graph.End, out ProtobufField field))
        {
            if (!field.IsBytes)
            {
                scanner.Skip(field);
                continue;
            }

            switch (field.Number)
            {
                case 1:
                    ReadNode(field, operators);
                    break;
                case 2 when isMain:
                    info.GraphName = scanner.ReadText(field);
                    break;
                case 5:
                    string name = _tensors.Read(field);
                    if (isMain) info.Initializers.Add(name);
                    break;
                case 11 when inputs is not null:
                    info.Inputs.Add(ReadValue(field, inputs, "inputs"));
                    break;
                case 12 when outputs is not null:
                    info.Outputs.Add(ReadValue(field, outputs, "outputs"));
                    break;
                case 15:
                    ReadSparse(field);
                    break;
            }

            scanner.Skip(field);
        }

        _depth--;
    }

    /// <summary>Reads a function: its name and the operators that it calls.</summary>
    public (OperatorName Name, OperatorCounts Calls) ReadFunction(ProtobufField function)
    {
        string name = "", domain = "", overload = "";
        var calls = new OperatorCounts();
        while (scanner.TryReadField(function.End, out ProtobufField field))
        {
            if (field is { Number: 1, IsBytes: true }) name = scanner.ReadText(field);
            else if (field is { Number: 7, IsBytes: true }) ReadNode(field, calls);
            else if (field is { Number: 10, IsBytes: true }) domain = scanner.ReadText(field);
            else if (field is { Number: 11, IsBytes: true }) ReadAttribute(field, calls);
            else if (field is { Number: 13, IsBytes: true }) overload = scanner.ReadText(field);
            scanner.Skip(field);
        }

        return (Named(domain, name, overload), calls);
    }

    private void ReadNode(ProtobufField node, OperatorCounts operators)
    {
        string type = "", domain = "", overload = "";
        int inputs = 0, lastEmpty = -1;
        while (scanner.TryReadField(node.End, out ProtobufField field))
        {
            if (field is { Number: 1, IsBytes: true })
            {
                if (field.Start == field.End) lastEmpty = inputs;
                inputs++;
            }
            else if (field is { Number: 4, IsBytes: true }) type = scanner.ReadText(field);
            else if (field is { Number: 5, IsBytes: true }) ReadAttribute(field, operators);
            else if (field is { Number: 7, IsBytes: true }) domain = scanner.ReadText(field);
            else if (field is { Number: 8, IsBytes: true }) overload = scanner.ReadText(field);
            scanner.Skip(field);
        }

        OperatorName name = Named(domain, type, overload);
        if (lastEmpty >= VariadicInputs.FirstOf(name)) throw new InvalidDataException($"its input {lastEmpty} of an operator {name} has no name, and that operator takes no optional one there");
        operators.Add(name);
    }

    private void ReadAttribute(ProtobufField attribute, OperatorCounts operators)
    {
        int values = 0;
        while (scanner.TryReadField(attribute.End, out ProtobufField field))
        {
            // Readers join two halves of a value that stands there once: a whole that nobody has checked.
            if (field is { Number: 5 or 6 or 22, IsBytes: true } && ++values > 1) throw new InvalidDataException("an attribute has two values");
            if (field is { Number: 5 or 10, IsBytes: true }) _tensors.Read(field);
            else if (field is { Number: 6 or 11, IsBytes: true }) ReadGraph(field, operators);
            else if (field is { Number: 22 or 23, IsBytes: true }) ReadSparse(field);
            scanner.Skip(field);
        }
    }

    // Values and indices are tensors; the dimensions that the indices point into are numbers of its own.
    private void ReadSparse(ProtobufField sparse)
    {
        int values = 0, indices = 0;
        while (scanner.TryReadField(sparse.End, out ProtobufField field))
        {
            if (field is { Number: 1 or 2, IsBytes: true })
            {
                if ((field.Number == 1 ? ++values : ++indices) > 1) throw new InvalidDataException("a sparse tensor has two lists of values or of indices");
                _tensors.Read(field);
            }

            scanner.Skip(field);
        }
    }

    private (string Name, OnnxValueType Type) ReadValue(ProtobufField value, HashSet<string> names, string what)
    {
        string name = "";
        var type = new OnnxValueType(OrtValueKind.Unknown);
        while (scanner.TryReadField(value.End, out ProtobufField field))
        {
            if (field is { Number: 1, IsBytes: true } && !names.Add(name = scanner.ReadText(field))) throw new InvalidDataException($"its graph has two {what} '{name}'");
            if (field is { Number: 2, IsBytes: true }) type = _types.Read(field, 0);
            scanner.Skip(field);
        }

        return (name, type);
    }

    private static OperatorName Named(string domain, string name, string overload) => new(domain.Length == 0 ? "ai.onnx" : domain, name, overload);
}
