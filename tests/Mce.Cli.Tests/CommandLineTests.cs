namespace Mce.Cli.Tests;

public sealed class CommandLineTests
{
    [Fact]
    public async Task Run_VerbMisspelt_NamesTheOneMeantInOneLine()
    {
        CliResult result = await Cli.RunAsync("inspct", "model.onnx");

        Assert.Equal(2, result.ExitCode);
        Assert.Empty(result.Output);
        Assert.Contains("'inspct'", result.Errors, StringComparison.Ordinal);
        Assert.Contains("Did you mean 'inspect'?", result.Errors, StringComparison.Ordinal);
        Assert.Single(result.Errors.TrimEnd().Split('\n'));
    }
}
