namespace Mce.Cli.Running;

/// <summary>All that <c>mce run</c> says. Its JSON form is documented in docs/cli.md.</summary>
/// <param name="Model">The absolute path of the model.</param>
/// <param name="Framework">The framework that ran it.</param>
/// <param name="FrameworkVersion">That framework's version.</param>
/// <param name="LoadMilliseconds">How long loading took.</param>
/// <param name="RunMilliseconds">How long the one call took. The first call of a model is its slowest: see mce bench.</param>
/// <param name="Outputs">In the model's order.</param>
internal sealed record RunReport(
    string Model,
    string Framework,
    string FrameworkVersion,
    double LoadMilliseconds,
    double RunMilliseconds,
    IReadOnlyList<OutputInfo> Outputs);
