using Mce.Cli.Terminal;
using Microsoft.Extensions.Time.Testing;

namespace Mce.Cli.Tests.Terminal;

public sealed class TerminalTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("数字 😀", "数字 😀")]
    [InlineData("a\u001b[31mred", "a\\u001b[31mred")]
    [InlineData("two\r\nlines", "two\\u000d\\u000alines")]
    [InlineData("right\u202eleft", "right\\u202eleft")]
    public void Printable_TextOutOfAModel_CannotSteerTheTerminal(string text, string expected) => Assert.Equal(expected, Printable.Of(text));

    // Not theory data: a test runner can't write it down.
    [Fact]
    public void Printable_HalfACharacter_IsWrittenOut() => Assert.Equal("half \\ud83d", Printable.Of("half \ud83d"));

    [Theory]
    [InlineData(0L, "0 bytes")]
    [InlineData(1L, "1 byte")]
    [InlineData(1023L, "1023 bytes")]
    [InlineData(1536L, "1.5 KiB")]
    [InlineData(1L << 32, "4.0 GiB")]
    public void Size_Bytes_AreReadable(long bytes, string expected) => Assert.Equal(expected, Size.Of(bytes));

    [Fact]
    public void Table_RowsOfUnequalLength_AreAlignedWithoutTrailingBlanks() =>
        Assert.Equal("  a   bb\n  cc\n  d   e   f\n", TextTable.Format([["a", "bb"], ["cc"], ["d", "e", "f"]]));

    [Fact]
    public void Progress_OnATerminal_DrawsSeldomAndWipesItself()
    {
        var output = new StringWriter();
        var time = new FakeTimeProvider();
        using (var progress = new ProgressLine(output, time))
        {
            progress.Report(1, 4, "one");
            progress.Report(2, 4, "two");
            time.Advance(TimeSpan.FromSeconds(1));
            progress.Report(3, 4, "three");
        }

        Assert.Equal($"\r[{new string('#', 6)}{new string('.', 18)}] 1/4 one\r[{new string('#', 18)}{new string('.', 6)}] 3/4 three\r{new string(' ', 36)}\r", output.ToString());
    }
}
