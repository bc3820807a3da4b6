namespace Mce.Cli.Tests;

/// <summary>What must hold of every refusal.</summary>
internal static class CliAssert
{
    /// <summary>One line on the error stream, with all of these in it, no stack trace, nothing on the output, and this exit code.</summary>
    public static void IsOneLineError(CliResult result, int exitCode, params string[] parts)
    {
        Assert.Equal(exitCode, result.ExitCode);
        Assert.Empty(result.Output);
        string line = Assert.Single(result.Errors.TrimEnd().Split('\n'));
        Assert.StartsWith("mce: ", line, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", line, StringComparison.Ordinal);
        Assert.All(parts, p => Assert.Contains(p, line, StringComparison.Ordinal));
    }
}
