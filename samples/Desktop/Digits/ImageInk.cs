namespace Desktop.Digits;

/// <summary>Finds the ink of an image: whatever is darker, or lighter, than its edge.</summary>
internal static class ImageInk
{
    // Of 255. An image with less contrast is an empty sheet.
    private const int LeastContrast = 32;

    /// <summary>The pixels of an <see cref="InkBoard"/>; the image is scaled to fit, in the middle.</summary>
    /// <param name="luminance">0 (black) to 255 (white), row by row.</param>
    /// <param name="width">Pixels a row.</param>
    public static byte[] Find(ReadOnlySpan<byte> luminance, int width)
    {
        if (width <= 0 || luminance.IsEmpty || luminance.Length % width != 0)
            throw new ArgumentException($"{luminance.Length} pixels are no rows of {width}.", nameof(luminance));

        int height = luminance.Length / width;
        byte paper = PaperOf(luminance, width, height);
        int contrast = 0;
        foreach (byte pixel in luminance) contrast = Math.Max(contrast, Math.Abs(pixel - paper));
        var ink = new byte[InkBoard.Size * InkBoard.Size];
        if (contrast < LeastContrast) return ink;

        double step = Math.Max(width, height) / (double)InkBoard.Size;
        double left = (width - step * InkBoard.Size) / 2, top = (height - step * InkBoard.Size) / 2;
        for (int row = 0; row < InkBoard.Size; row++)
        {
            for (int column = 0; column < InkBoard.Size; column++)
            {
                double difference = Mean(luminance, width, height, left + column * step, top + row * step, step, paper);
                // A quarter of the contrast is the paper's grain and shadows.
                ink[row * InkBoard.Size + column] = (byte)(255 * Math.Clamp((difference / contrast - 0.25) * 2, 0, 1));
            }
        }

        return ink;
    }

    /// <summary>The median of the image's edge: a digit rarely touches it all around.</summary>
    private static byte PaperOf(ReadOnlySpan<byte> luminance, int width, int height)
    {
        var edge = new List<byte>();
        for (int x = 0; x < width; x++) edge.AddRange([luminance[x], luminance[(height - 1) * width + x]]);
        for (int y = 0; y < height; y++) edge.AddRange([luminance[y * width], luminance[y * width + width - 1]]);
        edge.Sort();
        return edge[edge.Count / 2];
    }

    /// <summary>How far a square is from the paper, on average; nothing outside the image.</summary>
    private static double Mean(ReadOnlySpan<byte> luminance, int width, int height, double left, double top, double step, byte paper)
    {
        int x0 = (int)Math.Floor(left), x1 = Math.Max(x0 + 1, (int)Math.Floor(left + step));
        int y0 = (int)Math.Floor(top), y1 = Math.Max(y0 + 1, (int)Math.Floor(top + step));
        int sum = 0;
        for (int y = Math.Max(0, y0); y < Math.Min(height, y1); y++)
            for (int x = Math.Max(0, x0); x < Math.Min(width, x1); x++)
                sum += Math.Abs(luminance[y * width + x] - paper);
        return sum / (double)((x1 - x0) * (y1 - y0));
    }
}
