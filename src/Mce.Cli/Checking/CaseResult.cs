namespace Mce.Cli.Checking;

/// <summary>What became of one case, for programs.</summary>
/// <param name="Name">As the manifest says it.</param>
/// <param name="Ok">Whether it passed.</param>
/// <param name="Why">Why it failed, on one line; null = it passed.</param>
/// <param name="Milliseconds">How long it took, loading and comparing included; null = its process died or was ended.</param>
internal sealed record CaseResult(string Name, bool Ok, string? Why, double? Milliseconds);
