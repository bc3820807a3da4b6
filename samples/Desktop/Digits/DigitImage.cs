namespace Desktop.Digits;

/// <summary>
/// Reduces ink to what the models were trained on: the UCI digits' 8×8 counts. Their authors scaled each digit to a bitmap of 32×32
/// and counted the ink in blocks of 4×4: 0 to 16.
/// </summary>
internal static class DigitImage
{
    /// <summary>Pixels a side.</summary>
    public const int Side = 8;

    private const int Block = 4;
    private const int BitmapSide = Side * Block;

    // What a digit is scaled to: a thin pen's lines, once thickened, take up the rest.
    private const double Fit = 30;

    // A dot stays a dot: nothing is enlarged as if less than this part of the board had been the whole digit.
    private const int SmallestBox = InkBoard.Size / 4;

    // The training digits have ink on 31 % of their bitmaps, whichever digit it is (285 to 339 of 1,024 pixels for half of them).
    private const int UsualInk = 313;

    /// <summary>64 counts, row by row; all zero for an empty board.</summary>
    /// <param name="ink">The pixels of an <see cref="InkBoard"/>.</param>
    public static float[] Reduce(ReadOnlySpan<byte> ink)
    {
        var counts = new float[Side * Side];
        if (Box.Around(ink) is not { } box) return counts;

        bool[] bitmap = WithUsualInk(Scale(ink, box));
        for (int i = 0; i < bitmap.Length; i++)
            if (bitmap[i]) counts[i / BitmapSide / Block * Side + i % BitmapSide / Block]++;
        return counts;
    }

    /// <summary>The digit, nearly as tall as the bitmap (or as wide, where it is wider than tall), in its middle.</summary>
    private static bool[] Scale(ReadOnlySpan<byte> ink, Box box)
    {
        double step = Math.Max(SmallestBox, Math.Max(box.Width, box.Height)) / Fit;
        int[] columns = Edges(box.CentreX, step), rows = Edges(box.CentreY, step);
        var coverage = new double[BitmapSide * BitmapSide];
        for (int i = 0; i < coverage.Length; i++)
        {
            int column = i % BitmapSide, row = i / BitmapSide;
            coverage[i] = CoverageOf(ink, columns[column], rows[row], columns[column + 1], rows[row + 1]);
        }

        // Half a pixel covered is ink, and a hairline, which covers less of every pixel, isn't lost.
        double least = Math.Min(0.5, coverage.Max() / 2);
        return [.. coverage.Select(c => c >= least)];
    }

    /// <summary>Where the bitmap's pixels begin and end, in pixels of the board. No gap between them: each edge is rounded once.</summary>
    private static int[] Edges(double centre, double step) =>
        [.. Enumerable.Range(0, BitmapSide + 1).Select(i => (int)Math.Round(centre + (i - BitmapSide / 2) * step))];

    /// <summary>How much of a rectangle is ink, 0 to 1; there is none beyond the board.</summary>
    private static double CoverageOf(ReadOnlySpan<byte> ink, int left, int top, int right, int bottom)
    {
        int sum = 0;
        for (int y = Math.Max(0, top); y < Math.Min(InkBoard.Size, bottom); y++)
            for (int x = Math.Max(0, left); x < Math.Min(InkBoard.Size, right); x++)
                sum += ink[y * InkBoard.Size + x];
        return sum / (255.0 * (right - left) * (bottom - top));
    }

    /// <summary>Thickens a thin pen's lines, and thins a broad one's, to what is usual.</summary>
    private static bool[] WithUsualInk(bool[] bitmap)
    {
        // Negative inside the ink. Sorted, the first pixels are the deepest in the ink, the last ones the farthest from it.
        double[] distances = [.. Enumerable.Range(0, bitmap.Length).Select(i => DistanceToTheEdge(bitmap, i))];
        double threshold = distances.Order().ElementAt(UsualInk);
        // Many are as far as that: with them or without, whichever is nearer to the usual.
        int without = distances.Count(d => d < threshold), with = distances.Count(d => d <= threshold);
        return with - UsualInk <= UsualInk - without
            ? [.. distances.Select(d => d <= threshold)]
            : [.. distances.Select(d => d < threshold)];
    }

    private static double DistanceToTheEdge(bool[] bitmap, int pixel)
    {
        int x = pixel % BitmapSide, y = pixel / BitmapSide, nearest = int.MaxValue;
        for (int i = 0; i < bitmap.Length; i++)
        {
            if (bitmap[i] == bitmap[pixel]) continue;
            int dx = i % BitmapSide - x, dy = i / BitmapSide - y;
            nearest = Math.Min(nearest, dx * dx + dy * dy);
        }

        return bitmap[pixel] ? -Math.Sqrt(nearest) : Math.Sqrt(nearest);
    }
}
