namespace Mce.Cli.Doctor;

/// <summary>Something that was looked for.</summary>
/// <param name="What">What it is.</param>
/// <param name="Found">Whether it is there.</param>
/// <param name="Where">Where it was found, or where it was looked for.</param>
/// <param name="Hint">What to do when it is missing and wanted; null when it was found.</param>
internal sealed record Lookup(string What, bool Found, string? Where, string? Hint = null);
