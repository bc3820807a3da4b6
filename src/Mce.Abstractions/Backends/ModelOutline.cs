namespace Mce;

/// <summary>What a model file holds, read without loading it. Immutable.</summary>
public sealed class ModelOutline
{
    /// <summary>What the file says about itself.</summary>
    public required ModelMetadata Metadata { get; init; }

    /// <summary>Inputs and outputs as the file states them, or null where only loading tells.</summary>
    public ModelSignature? Signature { get; init; }

    /// <summary>The absolute paths of all files that the model consists of, the model's own first.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>The distinct operators (or transforms), by domain and name.</summary>
    public IReadOnlyList<ModelOperator> Operators { get; init; } = [];

    /// <summary>Why the model can't be served as it is, one sentence each, with the cure; empty when nothing is known against it.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];
}
