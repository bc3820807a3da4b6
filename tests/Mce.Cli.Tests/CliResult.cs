namespace Mce.Cli.Tests;

/// <summary>How a run of the command ended.</summary>
internal sealed record CliResult(int ExitCode, string Output, string Errors);
