namespace Mce.Cli;

/// <summary>What the process ends with, for scripts. Documented in docs/cli.md.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>The command did its work and the answer is no: a plugin that doesn't load, a model that can't be served, a failed case.</summary>
    public const int Failure = 1;

    /// <summary>The command couldn't do what was asked as it was asked: a missing file, an unknown verb, an input that doesn't fit.</summary>
    public const int Usage = 2;

    /// <summary>Ctrl+C, as shells count it: 128 + SIGINT.</summary>
    public const int Cancelled = 130;
}
