namespace Mce.Integration.Tests;

/// <summary>How a program ended, and what it wrote.</summary>
internal sealed record ChildResult(int ExitCode, string Output, string Errors)
{
    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>The program ended well and complained of nothing.</summary>
    public ChildResult ShouldSucceed()
    {
        Assert.True(ExitCode == 0 && Errors.Length == 0, $"Exit code {ExitCode}.{Environment.NewLine}{Errors}{Environment.NewLine}{Output}");
        return this;
    }
}
