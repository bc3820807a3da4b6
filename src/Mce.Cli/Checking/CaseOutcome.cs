namespace Mce.Cli.Checking;

/// <summary>How one case ended.</summary>
/// <param name="Case">Its position in the manifest.</param>
/// <param name="Why">Why it failed, on one line; null = it passed.</param>
/// <param name="Milliseconds">How long it took, loading and comparing included; null = its process didn't live to tell.</param>
internal sealed record CaseOutcome(int Case, string? Why, double? Milliseconds = null);
