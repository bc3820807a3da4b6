using System.Runtime.InteropServices;
using Mce.Plugins.Onnx.Loading;
using Mce.Plugins.Onnx.Native;

namespace Mce.Plugins.Onnx.Files;

/// <summary>Reads graphs and functions: what operators there are, and which weights lie in other files.</summary>
internal sealed class GraphScanner(ProtobufScanner scanner, OnnxFileInfo info)
{
    // As deep as protobuf itself reads messages.
    private const int DeepestGraph = 50;

    private readonly TypeScanner _types = new(scanner);

    /// <summary>The operators of ONNX itself have no domain in a file, or a long one.</summary>
    public static string DomainName(string domain) => domain.Length == 0 ? "ai.onnx" : domain;

    /// <summary>Reads the model's graph.</summary>
    public void ReadMain(ProtobufField graph) => ReadGraph(graph, 0);

    /// <summary>Reads a function that the model defines (FunctionProto).</summary>
    public void ReadFunction(ProtobufField function)
    {
        string domain = "", name = "";
        while (scanner.TryReadField(function.End, out ProtobufField field))
        {
            if (field is { Number: 1, IsBytes: true }) name = scanner.ReadText(field);
            else if (field is { Number: 10, IsBytes: true }) domain = scanner.ReadText(field);
            else if (field is { Number: 7, IsBytes: true }) ReadNode(field, 0);
            scanner.Skip(field);
        }

        info.Functions.Add((DomainName(domain), name));
    }

    private void ReadGraph(ProtobufField graph, int depth)
    {
        if (depth > DeepestGraph) throw new InvalidDataException($"its graphs are nested more than {DeepestGraph} deep");
        while (scanner.TryReadField(graph.End, out ProtobufField field))
        {
            if (field.IsBytes) ReadGraphPart(field, depth);
            scanner.Skip(field);
        }
    }

    private void ReadGraphPart(ProtobufField field, int depth)
    {
        switch (field.Number)
        {
            case 1:
                ReadNode(field, depth);
                break;
            case 2 when depth == 0:
                info.GraphName = scanner.ReadText(field);
                break;
            case 5:
                string name = ReadTensor(field);
                if (depth == 0) info.Initializers.Add(name);
                break;
            case 11 when depth == 0:
                info.Inputs.Add(ReadValue(field));
                break;
            case 12 when depth == 0:
                info.Outputs.Add(ReadValue(field));
                break;
            case 15:
                ReadSparseTensor(field);
                break;
        }
    }

    private void ReadNode(ProtobufField node, int depth)
    {
        string domain = "", name = "";
        while (scanner.TryReadField(node.End, out ProtobufField field))
        {
            if (field is { Number: 4, IsBytes: true }) name = scanner.ReadText(field);
            else if (field is { Number: 7, IsBytes: true }) domain = scanner.ReadText(field);
            else if (field is { Number: 5, IsBytes: true }) ReadAttribute(field, depth);
            scanner.Skip(field);
        }

        CollectionsMarshal.GetValueRefOrAddDefault(info.Operators, (DomainName(domain), name), out _)++;
    }

    private void ReadAttribute(ProtobufField attribute, int depth)
    {
        while (scanner.TryReadField(attribute.End, out ProtobufField field))
        {
            if (field is { Number: 5 or 10, IsBytes: true }) ReadTensor(field);
            else if (field is { Number: 6 or 11, IsBytes: true }) ReadGraph(field, depth + 1);
            else if (field is { Number: 22 or 23, IsBytes: true }) ReadSparseTensor(field);
            scanner.Skip(field);
        }
    }

    private void ReadSparseTensor(ProtobufField sparse)
    {
        while (scanner.TryReadField(sparse.End, out ProtobufField field))
        {
            if (field is { Number: 1 or 2, IsBytes: true }) ReadTensor(field);
            scanner.Skip(field);
        }
    }

    private string ReadTensor(ProtobufField tensor)
    {
        string name = "";
        while (scanner.TryReadField(tensor.End, out ProtobufField field))
        {
            if (field is { Number: 8, IsBytes: true }) name = scanner.ReadText(field);
            else if (field is { Number: 13, IsBytes: true } && scanner.ReadEntry(field) is { Key: "location", Value: var location }) info.ExternalFiles.Add(location);
            scanner.Skip(field);
        }

        return name;
    }

    private (string Name, OnnxValueType Type) ReadValue(ProtobufField value)
    {
        string name = "";
        var type = new OnnxValueType(OrtValueKind.Unknown);
        while (scanner.TryReadField(value.End, out ProtobufField field))
        {
            if (field is { Number: 1, IsBytes: true }) name = scanner.ReadText(field);
            else if (field is { Number: 2, IsBytes: true }) type = _types.Read(field, 0);
            scanner.Skip(field);
        }

        return (name, type);
    }
}
