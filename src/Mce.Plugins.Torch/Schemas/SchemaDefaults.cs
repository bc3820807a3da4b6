using System.Globalization;
using Mce.Plugins.Torch.Archive;

namespace Mce.Plugins.Torch.Schemas;

/// <summary>Reads the defaults of arguments, which archives leave out.</summary>
internal static class SchemaDefaults
{
    /// <summary>The default of an argument, or null when it has none.</summary>
    public static GraphArgument? Read(SchemaArgument argument) => argument.Default is { } text ? Read(argument.Type, text) : null;

    private static GraphArgument Read(SchemaType type, string text) => type.Kind switch
    {
        _ when text == "None" => GraphArgument.None.Instance,
        SchemaKind.Optional => Read(type.Element!, text),
        SchemaKind.List when text.StartsWith('[') => new GraphArgument.List([.. SchemaParser.SplitList(text[1..^1]).Select(item => Read(type.Element!, item))]),
        SchemaKind.List => new GraphArgument.List([Read(type.Element!, text)]),
        SchemaKind.Boolean => new GraphArgument.Boolean(text == "True"),
        SchemaKind.Integer => new GraphArgument.Integer(text switch { "Mean" => 1, "Sum" => 2, _ => long.Parse(text, CultureInfo.InvariantCulture) }),
        SchemaKind.Real => new GraphArgument.Real(double.Parse(text, CultureInfo.InvariantCulture)),
        SchemaKind.Scalar when long.TryParse(text, CultureInfo.InvariantCulture, out long integer) => new GraphArgument.Integer(integer),
        SchemaKind.Scalar => new GraphArgument.Real(double.Parse(text, CultureInfo.InvariantCulture)),
        SchemaKind.Text => new GraphArgument.Text(text[1..^1]),
        SchemaKind.MemoryFormat when text == "contiguous_format" => new GraphArgument.Code(SchemaKind.MemoryFormat, 0),
        SchemaKind.ScalarType when text == "long" => new GraphArgument.Code(SchemaKind.ScalarType, Native.ScalarTypes.Long),
        _ => new GraphArgument.Unsupported($"the default '{text}' of a {type}"),
    };
}
