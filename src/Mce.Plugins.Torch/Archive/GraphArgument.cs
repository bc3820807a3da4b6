using Mce.Plugins.Torch.Schemas;

namespace Mce.Plugins.Torch.Archive;

/// <summary>A value in a graph: what a node is given, or what a schema's default says.</summary>
internal abstract record GraphArgument
{
    private GraphArgument()
    {
    }

    /// <summary>No value.</summary>
    public sealed record None : GraphArgument
    {
        public static readonly None Instance = new();
    }

    /// <summary>The value of an input or of an earlier node, by name.</summary>
    public sealed record Reference(string Name) : GraphArgument;

    /// <summary>The same once names are bound to slots.</summary>
    public sealed record Slot(int Index, Graph.SlotKind Kind) : GraphArgument;

    public sealed record Integer(long Value) : GraphArgument;

    public sealed record Real(double Value) : GraphArgument;

    public sealed record Boolean(bool Value) : GraphArgument;

    public sealed record Text(string Value) : GraphArgument;

    /// <summary>An element type, layout, memory format or device, as the 64 bits that the C ABI wants.</summary>
    public sealed record Code(SchemaKind Kind, ulong Bits) : GraphArgument;

    public sealed record List(GraphArgument[] Items) : GraphArgument;

    /// <summary>Something that this backend can't pass on; refused when the model is loaded.</summary>
    public sealed record Unsupported(string What) : GraphArgument;
}
