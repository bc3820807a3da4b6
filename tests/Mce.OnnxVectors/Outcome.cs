namespace Mce.OnnxVectors;

/// <summary>How a vector went.</summary>
/// <param name="Vector">Its folder.</param>
/// <param name="Failure">Why it failed; null when it passed.</param>
internal sealed record Outcome(string Vector, string? Failure)
{
    public bool Passed => Failure is null;

    public string Name => Path.GetFileName(Vector);

    /// <summary>The kind of vectors: the name of the folder around it.</summary>
    public string Group => Path.GetFileName(Path.GetDirectoryName(Vector)!);
}
