using System.Globalization;
using System.Text.Json;
using Mce.Plugins.Torch.Graph;
using Mce.Plugins.Torch.Native;
using Mce.Plugins.Torch.Schemas;

namespace Mce.Plugins.Torch.Archive;

/// <summary>Reads the tagged unions of a program: <c>{"as_int": 3}</c>, <c>{"as_tensor": {"name": "x"}}</c> and their like.</summary>
internal static class ArgumentReader
{
    private const ulong CpuDevice = 0x00000000FFFFFFFF; // type 0 in the upper half, index -1 in the lower

    public static GraphArgument ReadArgument(JsonElement union)
    {
        (string tag, JsonElement value) = Single(union);
        return tag switch
        {
            "as_none" => GraphArgument.None.Instance,
            "as_tensor" => new GraphArgument.Reference(Name(value)),
            "as_tensors" => ReadList(value, item => new GraphArgument.Reference(Name(item))),
            "as_optional_tensor" or "as_sym_int" or "as_sym_float" or "as_sym_bool" => ReadNested(value),
            "as_optional_tensors" or "as_sym_ints" or "as_sym_floats" or "as_sym_bools" => ReadList(value, ReadNested),
            "as_int" => new GraphArgument.Integer(value.GetInt64()),
            "as_ints" => ReadList(value, item => new GraphArgument.Integer(item.GetInt64())),
            "as_float" => new GraphArgument.Real(ReadReal(value)),
            "as_floats" => ReadList(value, item => new GraphArgument.Real(ReadReal(item))),
            "as_bool" => new GraphArgument.Boolean(value.GetBoolean()),
            "as_bools" => ReadList(value, item => new GraphArgument.Boolean(item.GetBoolean())),
            "as_string" => new GraphArgument.Text(value.GetString()!),
            "as_strings" => ReadList(value, item => new GraphArgument.Text(item.GetString()!)),
            "as_scalar_type" => ReadScalarType(value.GetInt32()),
            "as_memory_format" => ReadMemoryFormat(value.GetInt32()),
            "as_layout" => ReadLayout(value.GetInt32()),
            // The container decides where a model runs, not the machine that it was exported on.
            "as_device" => new GraphArgument.Code(SchemaKind.Device, CpuDevice),
            "as_name" => new GraphArgument.Reference(value.GetString()!),
            "as_graph" => new GraphArgument.Unsupported("a graph as an argument (control flow)"),
            "as_custom_obj" => new GraphArgument.Unsupported("a custom class"),
            "as_complex" => new GraphArgument.Unsupported("a complex number"),
            _ => new GraphArgument.Unsupported($"an argument of the kind '{tag}'"),
        };
    }

    public static GraphResult ReadResult(JsonElement union)
    {
        (string tag, JsonElement value) = Single(union);
        return tag switch
        {
            "as_tensor" => new GraphResult([Name(value)], SlotKind.Tensor),
            "as_tensors" => new GraphResult([.. value.EnumerateArray().Select(Name)], SlotKind.Tensor, IsList: true),
            "as_optional_tensor" => value.TryGetProperty("as_tensor", out JsonElement tensor) ? new GraphResult([Name(tensor)], SlotKind.Tensor) : new GraphResult([], SlotKind.Tensor),
            "as_none" => new GraphResult([], SlotKind.Tensor),
            "as_sym_int" => new GraphResult([SymbolName(value)], SlotKind.Integer),
            "as_sym_float" => new GraphResult([SymbolName(value)], SlotKind.Real),
            "as_sym_bool" => new GraphResult([SymbolName(value)], SlotKind.Boolean),
            _ => throw new FormatException($"a node's result is of the unknown kind '{tag}'"),
        };
    }

    /// <summary>The tag and the value of a union.</summary>
    public static (string Tag, JsonElement Value) Single(JsonElement union)
    {
        foreach (JsonProperty property in union.EnumerateObject()) return (property.Name, property.Value);
        throw new FormatException("a union without a value");
    }

    public static string Name(JsonElement element) => element.GetProperty("name").GetString()!;

    private static GraphArgument ReadNested(JsonElement union) => ReadArgument(union);

    private static string SymbolName(JsonElement union) =>
        union.TryGetProperty("as_name", out JsonElement name) ? name.GetString()! : throw new FormatException("a symbolic result without a name");

    private static GraphArgument.List ReadList(JsonElement array, Func<JsonElement, GraphArgument> read) =>
        new([.. array.EnumerateArray().Select(read)]);

    // JSON has no infinities: the archive writes them as text.
    private static double ReadReal(JsonElement value) => value.ValueKind != JsonValueKind.String ? value.GetDouble() : value.GetString() switch
    {
        "Infinity" => double.PositiveInfinity,
        "-Infinity" => double.NegativeInfinity,
        "NaN" => double.NaN,
        string text => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
        null => throw new FormatException("a number is missing"),
    };

    private static GraphArgument ReadScalarType(int type) => ScalarTypes.FromArchive(type) is >= 0 and int known
        ? new GraphArgument.Code(SchemaKind.ScalarType, (ulong)known)
        : new GraphArgument.Unsupported($"the element type {ScalarTypes.DescribeArchive(type)}");

    private static GraphArgument ReadMemoryFormat(int format) => format switch
    {
        1 => new GraphArgument.Code(SchemaKind.MemoryFormat, 0),
        2 => new GraphArgument.Code(SchemaKind.MemoryFormat, 2),
        3 => new GraphArgument.Code(SchemaKind.MemoryFormat, 3),
        4 => new GraphArgument.Code(SchemaKind.MemoryFormat, 1),
        _ => new GraphArgument.Unsupported($"the memory format {format}"),
    };

    private static GraphArgument ReadLayout(int layout) => layout == 7
        ? new GraphArgument.Code(SchemaKind.Layout, 0)
        : new GraphArgument.Unsupported($"the sparse layout {layout}");
}
