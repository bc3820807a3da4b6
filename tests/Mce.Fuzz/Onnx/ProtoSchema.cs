namespace Mce.Fuzz.Onnx;

/// <summary>A message of onnx.proto, as far as edits need it: which of its fields hold messages and which text.</summary>
internal sealed class ProtoSchema(string name)
{
    private readonly Dictionary<int, ProtoSchema> _messages = [];
    private readonly Dictionary<int, string> _names = [];

    public static ProtoSchema Model { get; } = Build();

    public string Name { get; } = name;

    /// <summary>What a field holds, or null for a number, text or raw bytes.</summary>
    public ProtoSchema? MessageOf(int field) => _messages.GetValueOrDefault(field);

    public string FieldName(int field) => _names.GetValueOrDefault(field) ?? $"field {field}";

    private ProtoSchema With(int field, string name, ProtoSchema? message = null)
    {
        _names[field] = name;
        if (message is not null) _messages[field] = message;
        return this;
    }

    private static ProtoSchema Build()
    {
        ProtoSchema pair = new ProtoSchema("StringStringEntry").With(1, "key").With(2, "value");
        ProtoSchema dimension = new ProtoSchema("Dimension").With(1, "dim_value").With(2, "dim_param");
        ProtoSchema shape = new ProtoSchema("Shape").With(1, "dim", dimension);
        var type = new ProtoSchema("Type");
        type.With(1, "tensor_type", new ProtoSchema("TensorType").With(1, "elem_type").With(2, "shape", shape))
            .With(4, "sequence_type", new ProtoSchema("SequenceType").With(1, "elem_type", type))
            .With(5, "map_type", new ProtoSchema("MapType").With(1, "key_type").With(2, "value_type", type))
            .With(8, "sparse_tensor_type", new ProtoSchema("SparseTensorType").With(1, "elem_type").With(2, "shape", shape))
            .With(9, "optional_type", new ProtoSchema("OptionalType").With(1, "elem_type", type));
        ProtoSchema value = new ProtoSchema("ValueInfo").With(1, "name").With(2, "type", type);
        ProtoSchema tensor = new ProtoSchema("Tensor").With(1, "dims").With(2, "data_type").With(4, "float_data").With(5, "int32_data").With(6, "string_data")
            .With(7, "int64_data").With(8, "name").With(9, "raw_data").With(10, "double_data").With(13, "external_data", pair).With(14, "data_location");
        ProtoSchema sparse = new ProtoSchema("SparseTensor").With(1, "values", tensor).With(2, "indices", tensor).With(3, "dims");
        var graph = new ProtoSchema("Graph");
        ProtoSchema attribute = new ProtoSchema("Attribute").With(1, "name").With(2, "f").With(3, "i").With(4, "s").With(5, "t", tensor).With(6, "g", graph)
            .With(7, "floats").With(8, "ints").With(9, "strings").With(10, "tensors", tensor).With(11, "graphs", graph).With(14, "tp", type).With(20, "type")
            .With(21, "ref_attr_name").With(22, "sparse_tensor", sparse);
        ProtoSchema node = new ProtoSchema("Node").With(1, "input").With(2, "output").With(3, "name").With(4, "op_type").With(5, "attribute", attribute).With(7, "domain");
        graph.With(1, "node", node).With(2, "name").With(5, "initializer", tensor).With(11, "input", value).With(12, "output", value).With(13, "value_info", value)
            .With(15, "sparse_initializer", sparse);
        ProtoSchema operatorSet = new ProtoSchema("OperatorSet").With(1, "domain").With(2, "version");
        ProtoSchema function = new ProtoSchema("Function").With(1, "name").With(4, "input").With(5, "output").With(6, "attribute").With(7, "node", node)
            .With(9, "opset_import", operatorSet).With(10, "domain");
        return new ProtoSchema("Model").With(1, "ir_version").With(2, "producer_name").With(7, "graph", graph).With(8, "opset_import", operatorSet)
            .With(14, "metadata_props", pair).With(25, "functions", function);
    }
}
