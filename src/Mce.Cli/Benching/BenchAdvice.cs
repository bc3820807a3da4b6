namespace Mce.Cli.Benching;

/// <summary>One setting that the measurements speak for.</summary>
/// <param name="Setting">As a container's configuration calls it.</param>
/// <param name="Value">What to set.</param>
/// <param name="Why">What was measured.</param>
internal sealed record BenchAdvice(string Setting, string Value, string Why);
