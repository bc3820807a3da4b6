namespace Mce.Cli.Benching;

/// <summary>What was asked of <c>mce bench</c>, as it was given.</summary>
/// <param name="Inputs">The arguments of <c>--input</c>; none = made-up inputs.</param>
/// <param name="Batches">A list; null = the default.</param>
/// <param name="Concurrencies">A list; null = the default.</param>
/// <param name="Seconds">Of each measurement.</param>
internal sealed record BenchRequest(IReadOnlyList<string> Inputs, string? Batches, string? Concurrencies, double Seconds);
