using Desktop.Digits;

namespace Mce.Desktop.Tests;

public sealed class ImageInkTests
{
    [Theory]
    [InlineData(255, 0)]
    [InlineData(0, 255)]
    [InlineData(200, 90)]
    public void Find_AnyPaperAndInk_IsTheSameDigit(byte paper, byte ink)
    {
        byte[] drawn = Handwriting.Draw(5, 11).ToArray();
        byte[] photograph = [.. drawn.Select(pixel => (byte)(paper + (ink - paper) * pixel / 255))];

        Assert.Equal(DigitImage.Reduce(drawn), DigitImage.Reduce(ImageInk.Find(photograph, InkBoard.Size)));
    }

    [Fact]
    public void Find_SmallImage_FillsTheBoard()
    {
        // A column in the middle of 3×3.
        byte[] found = ImageInk.Find([255, 0, 255, 255, 0, 255, 255, 0, 255], 3);

        Assert.Equal(255, found[140 * InkBoard.Size + 140]);
        Assert.Equal(255, found[140]);
        Assert.Equal(0, found[140 * InkBoard.Size + 20]);
    }

    [Fact]
    public void Find_WideImage_IsInTheMiddle()
    {
        // Three rows of nine, ink in the middle one: a stripe in the middle of the board.
        byte[] image = [.. Enumerable.Repeat((byte)255, 9), .. Enumerable.Repeat((byte)0, 9), .. Enumerable.Repeat((byte)255, 9)];

        byte[] found = ImageInk.Find(image, 9);

        Assert.Equal(255, found[140 * InkBoard.Size + 140]);
        Assert.Equal(0, found[70 * InkBoard.Size + 140]);
        Assert.Equal(0, found[10 * InkBoard.Size + 140]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(255)]
    public void Find_OneColour_IsNoInk(byte colour) =>
        Assert.DoesNotContain(ImageInk.Find([.. Enumerable.Repeat(colour, 400)], 20), pixel => pixel > 0);

    [Fact]
    public void Find_GrainOnly_IsNoInk()
    {
        var random = new Random(2);
        byte[] grain = [.. Enumerable.Range(0, 10_000).Select(_ => (byte)(220 + random.Next(25)))];

        Assert.DoesNotContain(ImageInk.Find(grain, 100), pixel => pixel > 0);
    }

    [Fact]
    public void Find_OnePixel_IsNoInk() => Assert.DoesNotContain(ImageInk.Find([7], 1), pixel => pixel > 0);

    [Theory]
    [InlineData(10, 0)]
    [InlineData(10, 3)]
    [InlineData(0, 3)]
    [InlineData(9, -3)]
    public void Find_NoRows_IsRefused(int pixels, int width) => Assert.Throws<ArgumentException>(() => ImageInk.Find(new byte[pixels], width));
}
