using System.Globalization;

namespace Mce.Desktop.Tests;

/// <summary>The digits of samples/data: 64 counts of 0 to 16 each, and what was meant.</summary>
internal sealed record DigitSet(float[][] Images, int[] Labels)
{
    public static DigitSet Train { get; } = Load("digits-train.csv");

    public static DigitSet HeldOut { get; } = Load("digits-heldout.csv");

    /// <summary>The label of the training digit that is most like this one: no model of ours has a part in it.</summary>
    public int NearestLabel(float[] image)
    {
        int best = Enumerable.Range(0, Images.Length).MinBy(i => Images[i].Zip(image, (a, b) => (a - b) * (a - b)).Sum());
        return Labels[best];
    }

    private static DigitSet Load(string name)
    {
        string[][] rows = [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "data", name)).Skip(1).Select(line => line.Split(','))];
        return new DigitSet(
            [.. rows.Select(row => row.Skip(1).Select(count => float.Parse(count, CultureInfo.InvariantCulture)).ToArray())],
            [.. rows.Select(row => int.Parse(row[0], CultureInfo.InvariantCulture))]);
    }
}
