using System.Globalization;

namespace QuickStart;

/// <summary>Handwritten digits: 64 pixels from 0 to 16 each, and the digit that was meant. See samples/data/README.md.</summary>
internal sealed record DigitSet(float[][] Images, int[] Labels)
{
    public static DigitSet Load(string path)
    {
        string[][] rows = [.. File.ReadLines(path).Skip(1).Select(line => line.Split(','))];
        return new DigitSet(
            [.. rows.Select(row => row.Skip(1).Select(pixel => float.Parse(pixel, CultureInfo.InvariantCulture)).ToArray())],
            [.. rows.Select(row => int.Parse(row[0], CultureInfo.InvariantCulture))]);
    }
}
