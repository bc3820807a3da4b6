using Desktop.Digits;

namespace Mce.Desktop.Tests;

public sealed class DigitImageTests
{
    private const double Pen = 11;

    [Fact]
    public void Reduce_EmptyBoard_HasNoInk() => Assert.All(DigitImage.Reduce(new InkBoard().Pixels), count => Assert.Equal(0, count));

    [Fact]
    public void Reduce_DrawnDigits_LookLikeTheirLikes()
    {
        for (int digit = 0; digit < 10; digit++)
            Assert.Equal(digit, DigitSet.Train.NearestLabel(DigitImage.Reduce(Handwriting.Draw(digit, Pen).Pixels)));
    }

    [Fact]
    public void Reduce_HeldOutDigitsWrittenLarge_KeepTheirLabels()
    {
        const int count = 250;

        int kept = Enumerable.Range(0, count)
            .Count(i => DigitSet.Train.NearestLabel(DigitImage.Reduce(DigitSet.Enlarge(DigitSet.HeldOut.Images[i]))) == DigitSet.HeldOut.Labels[i]);

        // 90 % were measured; of the images as they are, 99 % are most like one of their label.
        Assert.InRange(kept, count * 85 / 100, count);
    }

    [Theory]
    [InlineData(0.4, 0, 0)]
    [InlineData(0.5, 130, 20)]
    [InlineData(0.7, 60, 80)]
    public void Reduce_DrawnSmallerAndElsewhere_IsNearlyTheSame(double scale, double left, double top)
    {
        for (int digit = 0; digit < 10; digit++)
        {
            float[] large = DigitImage.Reduce(Handwriting.Draw(digit, Pen).Pixels);
            float[] small = DigitImage.Reduce(Handwriting.Draw(digit, Pen * scale, scale, left: left, top: top).Pixels);

            Assert.InRange(large.Zip(small, (a, b) => Math.Abs(a - b)).Average(), 0, 1);
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(20)]
    public void Reduce_AnyPen_HasTheTrainingDigitsInk(double radius)
    {
        double usual = DigitSet.Train.Images.Select(image => image.Sum()).Order().ElementAt(DigitSet.Train.Images.Length / 2);

        Assert.All(Enumerable.Range(0, 10), digit => Assert.InRange(DigitImage.Reduce(Handwriting.Draw(digit, radius).Pixels).Sum(), usual * 0.8, usual * 1.2));
    }

    [Fact]
    public void Reduce_OneDot_IsInTheMiddle()
    {
        var board = new InkBoard();
        board.Line(30, 200, 30, 200, Pen);

        float[] counts = DigitImage.Reduce(board.Pixels);

        ShouldBeCounts(counts);
        Assert.Equal(16, counts[27]);
        Assert.Equal(16, counts[36]);
        Assert.All((int[])[0, 7, 56, 63], corner => Assert.Equal(0, counts[corner]));
    }

    [Fact]
    public void Reduce_AllBlack_IsABlotInTheMiddle()
    {
        var ink = new byte[InkBoard.Size * InkBoard.Size];
        ink.AsSpan().Fill(byte.MaxValue);

        float[] counts = DigitImage.Reduce(ink);

        ShouldBeCounts(counts);
        Assert.Equal(16, counts[27]);
        Assert.Equal(0, counts[0]);
    }

    [Fact]
    public void Reduce_OnePixelInACorner_IsStillInk()
    {
        var ink = new byte[InkBoard.Size * InkBoard.Size];
        ink[^1] = byte.MaxValue;

        float[] counts = DigitImage.Reduce(ink);

        ShouldBeCounts(counts);
        Assert.Equal(0, counts[0]);
    }

    [Fact]
    public void Reduce_Hairline_IsAOne()
    {
        var ink = new byte[InkBoard.Size * InkBoard.Size];
        for (int y = 20; y < 260; y++) ink[y * InkBoard.Size + 140] = byte.MaxValue;

        Assert.Equal(1, DigitSet.Train.NearestLabel(DigitImage.Reduce(ink)));
    }

    [Fact]
    public void Reduce_FaintNoiseAround_IsIgnored()
    {
        InkBoard board = Handwriting.Draw(4, Pen);
        byte[] noisy = board.ToArray();
        var random = new Random(1);
        foreach (ref byte pixel in noisy.AsSpan()) pixel = Math.Max(pixel, (byte)random.Next(40));

        float[] clean = DigitImage.Reduce(board.Pixels), read = DigitImage.Reduce(noisy);

        Assert.InRange(clean.Zip(read, (a, b) => Math.Abs(a - b)).Average(), 0, 0.5);
    }

    private static void ShouldBeCounts(float[] counts)
    {
        Assert.Equal(64, counts.Length);
        Assert.All(counts, count => Assert.True(count is >= 0 and <= 16 && count == MathF.Floor(count), $"{count}"));
        Assert.Contains(counts, count => count > 0);
    }
}
