namespace Mce.Cli.Tests.Commands;

public sealed class CommandLineTests
{
    [Fact]
    public async Task Run_VerbMisspelt_NamesTheOneMeant() =>
        CliAssert.IsOneLineError(await Cli.RunAsync("inspct", "model.onnx"), 2, "'inspct'", "Did you mean 'inspect'?", "doctor");

    [Fact]
    public async Task Run_NoVerb_ListsThem() => CliAssert.IsOneLineError(await Cli.RunAsync(), 2, "doctor", "inspect", "run", "--help");

    [Fact]
    public async Task Run_OptionMisspelt_NamesTheOneMeant() =>
        CliAssert.IsOneLineError(await Cli.RunAsync("doctor", "--jsn"), 2, "'--jsn'", "Did you mean '--json'?", "'mce doctor --help'");

    [Theory]
    [InlineData("inspect", "--jsn", "model.onnx")]
    [InlineData("inspect", "model.onnx", "--jsn")]
    public async Task Run_MistypedOptionOnEitherSideOfTheModel_IsNamed(params string[] arguments) =>
        CliAssert.IsOneLineError(await Cli.RunAsync(arguments), 2, "option '--jsn'", "Did you mean '--json'?");

    [Fact]
    public async Task Run_ArgumentLacking_SaysWhich() => CliAssert.IsOneLineError(await Cli.RunAsync("inspect"), 2, "MODEL", "'mce inspect --help'");

    [Fact]
    public async Task Run_PluginsFolderMissing_NamesIt() =>
        CliAssert.IsOneLineError(await Cli.RunAsync("doctor", "--plugins", "no-such-folder"), 2, "no-such-folder", "--plugins");

    [Theory]
    [InlineData("MODEL", "inspect", "")]
    [InlineData("--plugins", "doctor", "--plugins", "")]
    [InlineData("--manifest", "inspect", "model.onnx", "--manifest", "")]
    [InlineData("--output", "run", "model.onnx", "--output", "")]
    [InlineData("--input", "run", "model.onnx", "--input", "x=x.npy", "--input", "")]
    [InlineData("CASES.json", "check", "")]
    public async Task Run_EmptyWord_NamesWhatItWasFor(string name, params string[] arguments) =>
        CliAssert.IsOneLineError(await Cli.RunAsync(arguments), 2, "empty", name, "--help");

    [Fact]
    public async Task Run_Verbose_AddsTheStackTrace()
    {
        CliResult result = await Cli.RunAsync("inspect", "no-such-model.onnx", "--verbose");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("no-such-model.onnx", result.Errors.Split('\n')[0], StringComparison.Ordinal);
        Assert.Contains("   at ", result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData()]
    [InlineData("doctor")]
    [InlineData("inspect")]
    [InlineData("run")]
    public async Task Help_EveryVerb_TeachesByExamplesAndExitCodes(params string[] verb)
    {
        CliResult result = await Cli.RunAsync([.. verb, "--help"]);

        Assert.Equal(0, result.ExitCode);
        Assert.Empty(result.Errors);
        Assert.Contains("Examples:", result.Output, StringComparison.Ordinal);
        Assert.Contains("Exit codes:", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', result.Output);
    }

    [Fact]
    public async Task Version_Asked_IsThePackages()
    {
        CliResult result = await Cli.RunAsync("--version");

        Assert.Equal(0, result.ExitCode);
        Assert.StartsWith("0.1.0", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("inspect", "inspect", 0)]
    [InlineData("inspct", "inspect", 1)]
    [InlineData("", "run", 3)]
    [InlineData("rnu", "run", 2)]
    [InlineData("dcotor", "doctor", 2)]
    public void Distance_TwoWords_CountsTheLettersBetween(string a, string b, int expected) => Assert.Equal(expected, UsageErrors.Distance(a, b));
}
