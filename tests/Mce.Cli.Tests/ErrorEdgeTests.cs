namespace Mce.Cli.Tests;

public sealed class ErrorEdgeTests
{
    [Theory]
    [InlineData(MceErrorCodes.ModelNotFound, 2)]
    [InlineData(MceErrorCodes.FrameworkNotFound, 2)]
    [InlineData(MceErrorCodes.SettingInvalid, 2)]
    [InlineData(MceErrorCodes.TensorShapeMismatch, 2)]
    [InlineData(MceErrorCodes.ModelInvalid, 1)]
    [InlineData(MceErrorCodes.ModelFailed, 1)]
    [InlineData(MceErrorCodes.NativeLibraryUnavailable, 1)]
    public void CodeOf_LibraryError_TellsMistakesFromFailures(string code, int expected) => Assert.Equal(expected, ErrorEdge.CodeOf(new MceException(code, "x")));

    [Fact]
    public void Report_UnforeseenException_IsOneLineThatAsksForAReport()
    {
        var output = new StringWriter { NewLine = "\n" };

        int code = ErrorEdge.Report(new InvalidOperationException("two\nlines"), output, verbose: false);

        Assert.Equal(1, code);
        Assert.Equal("mce: InvalidOperationException: two lines This is a fault of mce; run it again with --verbose and report what it prints.\n", output.ToString());
    }

    [Fact]
    public void Report_FullDisk_IsNoFaultOfTheProgram()
    {
        var output = new StringWriter { NewLine = "\n" };

        int code = ErrorEdge.Report(new IOException("No space left on device"), output, verbose: false);

        Assert.Equal((1, "mce: No space left on device\n"), (code, output.ToString()));
    }

    [Fact]
    public void Report_ErrorOfTheWorkbenchsOwnEndpoint_KeepsTheCauseAlone()
    {
        var output = new StringWriter { NewLine = "\n" };
        var cause = new MceException(MceErrorCodes.ModelFailed, "it broke");

        ErrorEdge.Report(new MceException(MceErrorCodes.ModelFailed, "Endpoint 'model', container 'model': it broke", null, cause), output, verbose: false);

        Assert.Equal("mce: it broke\n", output.ToString());
    }

    [Fact]
    public void OneLine_EndlessMessage_IsCut() => Assert.InRange(ErrorEdge.OneLine(new string('x', 1_000_000)).Length, 1_000, 3_000);
}
