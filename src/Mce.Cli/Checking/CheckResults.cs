namespace Mce.Cli.Checking;

/// <summary>The document that <c>mce check --json</c> writes.</summary>
/// <param name="Passed">How many cases passed.</param>
/// <param name="Failed">How many failed.</param>
/// <param name="Cases">Each of them, in the manifest's order.</param>
internal sealed record CheckResults(int Passed, int Failed, IReadOnlyList<CaseResult> Cases);
