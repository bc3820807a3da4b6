namespace Mce;

/// <summary>All that could be found out about a model file. Immutable.</summary>
public sealed record ModelInspection
{
    /// <summary>The absolute path.</summary>
    public required string Path { get; init; }

    /// <summary>What the content seems to be.</summary>
    public required ModelFileKind Kind { get; init; }

    /// <summary>The framework that would serve it; null when there is none.</summary>
    public string? Framework { get; init; }

    /// <summary>The version of that framework; null when no plugin offers it.</summary>
    public string? FrameworkVersion { get; init; }

    /// <summary>All files of the model, its own first.</summary>
    public required IReadOnlyList<ModelFilePart> Files { get; init; }

    /// <summary>What the file says about itself; null when it couldn't be read.</summary>
    public ModelMetadata? Metadata { get; init; }

    /// <summary>Inputs and outputs; null when they couldn't be found out.</summary>
    public ModelSignature? Signature { get; init; }

    /// <summary>What the instances can do beyond the minimum; null when the model can't be loaded.</summary>
    public ModelCapabilities? Capabilities { get; init; }

    /// <summary>The memory that the loaded model takes; null when it can't be loaded.</summary>
    public ModelFootprint? Footprint { get; init; }

    /// <summary>The distinct operators (or transforms); empty when the framework's plugin doesn't tell.</summary>
    public IReadOnlyList<ModelOperator> Operators { get; init; } = [];

    /// <summary>Why it can't be served, each with its code and cure; empty for a model that loads.</summary>
    public IReadOnlyList<ModelProblem> Problems { get; init; } = [];

    /// <summary>Whether it was loaded without a complaint.</summary>
    public bool CanBeServed => Problems.Count == 0;
}
