using Desktop.Digits;

namespace Mce.Desktop.Tests;

public sealed class InkBoardTests
{
    [Theory]
    [InlineData(5)]
    [InlineData(11.5)]
    public void Line_OnePoint_IsADiscOfThePensSize(double radius)
    {
        var board = new InkBoard();

        board.Line(100, 90, 100, 90, radius);

        Assert.Equal(Math.PI * radius * radius, InkOf(board), 0.02 * Math.PI * radius * radius);
        Assert.Equal(255, board.Pixels[90 * InkBoard.Size + 100]);
    }

    [Fact]
    public void Line_TwoPoints_IsABandWithRoundEnds()
    {
        var board = new InkBoard();

        board.Line(50, 60, 50 + 90, 60 + 120, 8);

        // 150 long, 16 wide, and two half discs.
        double expected = 150 * 16 + Math.PI * 64;
        Assert.Equal(expected, InkOf(board), expected * 0.02);
    }

    [Fact]
    public void Line_DrawnTwice_IsNoDarker()
    {
        var board = new InkBoard();
        board.Line(50, 60, 140, 180, 8);
        byte[] once = board.ToArray();

        board.Line(50, 60, 140, 180, 8);

        Assert.Equal(once, board.ToArray());
    }

    [Theory]
    [InlineData(-5000, -5000, -4000, 9000)]
    [InlineData(1e9, 1e9, -1e9, -1e9)]
    public void Line_BeyondTheBoard_DrawsWhatIsOnIt(double x0, double y0, double x1, double y1)
    {
        var board = new InkBoard();

        board.Line(x0, y0, x1, y1, 8);

        Assert.Equal(x0 < 0, board.IsEmpty);
    }

    [Fact]
    public void Changed_EveryChange_IsTold()
    {
        var board = new InkBoard();
        int changes = 0;
        board.Changed += (_, _) => changes++;

        board.Line(1, 1, 2, 2, 3);
        board.Fill(new byte[InkBoard.Size * InkBoard.Size]);
        board.Clear();

        Assert.Equal(3, changes);
    }

    [Fact]
    public void Fill_WrongSize_IsRefused() => Assert.Throws<ArgumentException>(() => new InkBoard().Fill(new byte[64]));

    private static double InkOf(InkBoard board)
    {
        double ink = 0;
        foreach (byte pixel in board.Pixels) ink += pixel / 255.0;
        return ink;
    }
}
