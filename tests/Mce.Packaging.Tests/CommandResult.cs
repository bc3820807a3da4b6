namespace Mce.Packaging.Tests;

internal sealed record CommandResult(string Command, int ExitCode, string Output)
{
    public string EnsureSuccess() =>
        ExitCode == 0 ? Output : throw new InvalidOperationException($"'{Command}' ended with {ExitCode}:\n{Output}");
}
