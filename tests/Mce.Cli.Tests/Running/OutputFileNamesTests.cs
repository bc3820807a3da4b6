using Mce.Cli.Running;

namespace Mce.Cli.Tests.Running;

public sealed class OutputFileNamesTests
{
    [Theory]
    [InlineData("scores", "scores")]
    [InlineData("Score.0", "Score.0")]
    [InlineData("../../etc/passwd", "_.._etc_passwd")]
    [InlineData("..", "output")]
    [InlineData("/absolute", "_absolute")]
    [InlineData("C:\\windows", "C__windows")]
    [InlineData("nul", "_nul")]
    [InlineData("com1.x", "_com1.x")]
    [InlineData("line\nbreak\0", "line_break_")]
    [InlineData("数字", "__")]
    public void For_AnyTensorName_IsAFileOfTheFolder(string name, string expected)
    {
        string file = Assert.Single(OutputFileNames.For([name]));

        Assert.Equal(expected, file);
        string folder = Path.GetTempPath();
        Assert.Equal(Path.TrimEndingDirectorySeparator(folder), Path.GetDirectoryName(Path.GetFullPath(Path.Combine(folder, file + ".npy"))));
    }

    [Fact]
    public void For_NamesThatBecomeOne_AreToldApart() => Assert.Equal(["a_b", "a_b-2", "A_B-3", "a_b-2-2"], OutputFileNames.For(["a/b", "a:b", "A/B", "a_b-2"]));

    [Fact]
    public void For_NameLongerThanFileSystemsTake_IsCut() => Assert.Equal(100, OutputFileNames.For([new string('x', 10_000)])[0].Length);
}
