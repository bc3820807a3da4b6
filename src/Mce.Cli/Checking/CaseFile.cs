namespace Mce.Cli.Checking;

/// <summary>The file of one input or output.</summary>
/// <param name="Key">A name, or a position as a number.</param>
/// <param name="Path">The absolute path.</param>
internal sealed record CaseFile(string Key, string Path);
