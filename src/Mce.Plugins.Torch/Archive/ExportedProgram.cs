using Mce.Plugins.Torch.Graph;

namespace Mce.Plugins.Torch.Archive;

/// <summary>What <c>models/model.json</c> of an archive says.</summary>
internal sealed class ExportedProgram
{
    public required string? TorchVersion { get; init; }

    public required string SchemaVersion { get; init; }

    public required GraphNode[] Nodes { get; init; }

    public required ProgramInput[] Inputs { get; init; }

    /// <summary>The graph's results in order.</summary>
    public required GraphArgument[] Outputs { get; init; }

    /// <summary>Names for the outputs from the structure that <c>forward</c> returned (a dictionary), or null.</summary>
    public required string[]? OutputNames { get; init; }

    /// <summary>Type and shape of each tensor in the graph, by name.</summary>
    public required Dictionary<string, TensorMeta> Tensors { get; init; }

    /// <summary>The sizes that a symbol may stand for.</summary>
    public required Dictionary<string, SymbolRange> Symbols { get; init; }

    /// <summary>Why the program as a whole can't be served; empty when it can.</summary>
    public required ModelProblems Problems { get; init; }
}

internal enum ProgramInputKind
{
    User,
    Weight,
}

/// <summary>An input of the graph: one of the caller's, or a weight.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Name">The name inside the graph.</param>
/// <param name="Weight">The weight's name in the archive; empty for the caller's.</param>
internal sealed record ProgramInput(ProgramInputKind Kind, string Name, string Weight = "");

/// <summary>One operator call.</summary>
/// <param name="Target">For example <c>torch.ops.aten.linear.default</c>.</param>
/// <param name="Arguments">The arguments that differ from their defaults, by name.</param>
/// <param name="Results">One for each result of the operator.</param>
internal sealed record GraphNode(string Target, KeyValuePair<string, GraphArgument>[] Arguments, GraphResult[] Results);

/// <summary>A result of a node.</summary>
/// <param name="Names">One name; several for a list of tensors; none when the result is dropped.</param>
/// <param name="Kind">What the names stand for.</param>
/// <param name="IsList">Whether it is a list of tensors.</param>
internal sealed record GraphResult(string[] Names, SlotKind Kind, bool IsList = false);

/// <summary>A tensor as the archive describes it.</summary>
/// <param name="ArchiveType">The element type in the archive's own numbers.</param>
/// <param name="Sizes">The dimensions.</param>
/// <param name="Strides">The strides in elements; empty where one of them is symbolic.</param>
/// <param name="StorageOffset">Where the first element lies in its memory, in elements.</param>
internal sealed record TensorMeta(int ArchiveType, SymbolicSize[] Sizes, long[] Strides, long StorageOffset);

/// <summary>A fixed size, or a symbol, or an expression over symbols (both null).</summary>
internal readonly record struct SymbolicSize(long? Size, string? Symbol);

/// <summary>The range of a symbol, both ends inclusive.</summary>
internal readonly record struct SymbolRange(long Minimum, long Maximum);
