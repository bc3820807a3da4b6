using System.Globalization;
using Desktop.Digits;

namespace Mce.Desktop.Tests;

/// <summary>The digits of samples/data: 64 counts of 0 to 16 each, and what was meant.</summary>
internal sealed record DigitSet(float[][] Images, int[] Labels)
{
    public static DigitSet Train { get; } = Load("digits-train.csv");

    public static DigitSet HeldOut { get; } = Load("digits-heldout.csv");

    /// <summary>The label of the digit that is most like this image: a reader that has nothing to do with the models.</summary>
    public int NearestLabel(IReadOnlyList<float> image)
    {
        int best = 0;
        double least = double.MaxValue;
        for (int i = 0; i < Images.Length; i++)
        {
            double distance = 0;
            for (int pixel = 0; pixel < image.Count; pixel++) distance += (Images[i][pixel] - image[pixel]) * (Images[i][pixel] - image[pixel]);
            if (distance < least) (best, least) = (i, distance);
        }

        return Labels[best];
    }

    /// <summary>The image as a person would have written it: enlarged smoothly, with sharp edges, in the middle of a board.</summary>
    public static byte[] Enlarge(float[] image)
    {
        const double cell = InkBoard.Size / 10.0, margin = 1.5;
        var ink = new byte[InkBoard.Size * InkBoard.Size];
        for (int i = 0; i < ink.Length; i++)
        {
            double x = i % InkBoard.Size / cell - margin, y = i / InkBoard.Size / cell - margin;
            int left = (int)Math.Floor(x), top = (int)Math.Floor(y);
            double right = x - left, below = y - top;
            double value = (At(left, top) * (1 - right) + At(left + 1, top) * right) * (1 - below)
                + (At(left, top + 1) * (1 - right) + At(left + 1, top + 1) * right) * below;
            ink[i] = value >= 8 ? byte.MaxValue : byte.MinValue;
        }

        return ink;

        float At(int column, int row) => column is >= 0 and < 8 && row is >= 0 and < 8 ? image[row * 8 + column] : 0;
    }

    private static DigitSet Load(string name)
    {
        string[][] rows = [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "data", name)).Skip(1).Select(line => line.Split(','))];
        return new DigitSet(
            [.. rows.Select(row => row.Skip(1).Select(count => float.Parse(count, CultureInfo.InvariantCulture)).ToArray())],
            [.. rows.Select(row => int.Parse(row[0], CultureInfo.InvariantCulture))]);
    }
}
