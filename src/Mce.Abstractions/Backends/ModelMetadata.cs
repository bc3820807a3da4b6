using System.Collections.Frozen;

namespace Mce;

/// <summary>What a model file says about itself. Immutable.</summary>
public sealed class ModelMetadata
{
    /// <summary>The file format, for example <c>onnx</c>, <c>mlnet-zip</c> or <c>torch-export</c>.</summary>
    public required string Format { get; init; }

    /// <summary>The program that made the file, with its version, or null when the file doesn't say.</summary>
    public string? Producer { get; init; }

    /// <summary>Free text from the file, or null.</summary>
    public string? Description { get; init; }

    /// <summary>Anything else, as text.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = FrozenDictionary<string, string>.Empty;
}
