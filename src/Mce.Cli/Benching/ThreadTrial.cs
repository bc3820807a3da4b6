namespace Mce.Cli.Benching;

/// <summary>A lone caller, with one thread within a call and with several.</summary>
/// <param name="Threads">How many threads the second had.</param>
/// <param name="One">With one.</param>
/// <param name="Many">With several.</param>
internal sealed record ThreadTrial(int Threads, BenchPoint One, BenchPoint Many);
