namespace Mce.Cli.Inspecting;

/// <summary>All that <c>mce inspect</c> says. Its JSON form is documented in docs/cli.md.</summary>
internal sealed record InspectReport
{
    /// <summary>The absolute path of the model.</summary>
    public required string Path { get; init; }

    /// <summary>Whether it was loaded without a complaint.</summary>
    public required bool CanBeServed { get; init; }

    /// <summary>What the content seems to be.</summary>
    public required ModelFileKind Kind { get; init; }

    /// <summary>The framework that serves it; null when there is none.</summary>
    public string? Framework { get; init; }

    /// <summary>That framework's version; null when no plugin offers it.</summary>
    public string? FrameworkVersion { get; init; }

    /// <summary>The file format; null when it couldn't be read, as all that follows.</summary>
    public string? Format { get; init; }

    /// <summary>The program that made the file.</summary>
    public string? Producer { get; init; }

    /// <summary>Free text from the file.</summary>
    public string? Description { get; init; }

    /// <summary>Anything else that the file says about itself.</summary>
    public required IReadOnlyDictionary<string, string> Properties { get; init; }

    /// <summary>All files of the model, its own first.</summary>
    public required IReadOnlyList<ModelFilePart> Files { get; init; }

    /// <summary>The size of all files.</summary>
    public required long TotalBytes { get; init; }

    /// <summary>The memory that the loaded model takes.</summary>
    public long? HostBytes { get; init; }

    /// <summary>What it can do beyond the minimum.</summary>
    public required IReadOnlyList<string> Capabilities { get; init; }

    /// <summary>In the model's own order; null when they couldn't be found out.</summary>
    public IReadOnlyList<TensorInfo>? Inputs { get; init; }

    /// <summary>In the model's own order; null when they couldn't be found out.</summary>
    public IReadOnlyList<TensorInfo>? Outputs { get; init; }

    /// <summary>The distinct operators (or transforms).</summary>
    public required IReadOnlyList<ModelOperator> Operators { get; init; }

    /// <summary>Why it can't be served.</summary>
    public required IReadOnlyList<ModelProblem> Problems { get; init; }

    public static InspectReport Of(ModelInspection inspection) => new()
    {
        Path = inspection.Path,
        CanBeServed = inspection.CanBeServed,
        Kind = inspection.Kind,
        Framework = inspection.Framework,
        FrameworkVersion = inspection.FrameworkVersion,
        Format = inspection.Metadata?.Format,
        Producer = inspection.Metadata?.Producer,
        Description = inspection.Metadata?.Description,
        Properties = new SortedDictionary<string, string>(inspection.Metadata?.Properties.ToDictionary() ?? [], StringComparer.Ordinal),
        Files = inspection.Files,
        TotalBytes = inspection.Files.Sum(f => Math.Max(f.Bytes, 0)),
        HostBytes = inspection.Footprint?.HostBytes,
        Capabilities = inspection.Capabilities is { } abilities ? [.. Enum.GetValues<ModelCapabilities>().Where(c => c != ModelCapabilities.None && abilities.HasFlag(c)).Select(c => c.ToString())] : [],
        Inputs = inspection.Signature is { } taking ? [.. taking.Inputs.Select(TensorInfo.Of)] : null,
        Outputs = inspection.Signature is { } giving ? [.. giving.Outputs.Select(TensorInfo.Of)] : null,
        Operators = inspection.Operators,
        Problems = inspection.Problems,
    };
}
