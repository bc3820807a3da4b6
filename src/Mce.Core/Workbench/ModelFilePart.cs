namespace Mce;

/// <summary>One file of a model.</summary>
/// <param name="Path">The absolute path.</param>
/// <param name="Bytes">Its size; -1 when it is missing.</param>
public sealed record ModelFilePart(string Path, long Bytes);
