namespace Desktop.Digits;

/// <summary>The smallest rectangle that has all ink of a board in it; right and bottom are outside.</summary>
internal readonly record struct Box(int Left, int Top, int Right, int Bottom)
{
    // Softer pixels are the edge of a line, or a photograph's noise.
    private const byte LeastInk = 128;

    public int Width => Right - Left;

    public int Height => Bottom - Top;

    public double CentreX => (Left + Right) / 2.0;

    public double CentreY => (Top + Bottom) / 2.0;

    /// <summary>Null where there is no ink.</summary>
    public static Box? Around(ReadOnlySpan<byte> ink)
    {
        int left = InkBoard.Size, top = InkBoard.Size, right = 0, bottom = 0;
        for (int y = 0; y < InkBoard.Size; y++)
        {
            ReadOnlySpan<byte> row = ink.Slice(y * InkBoard.Size, InkBoard.Size);
            int first = row.IndexOfAnyInRange(LeastInk, byte.MaxValue);
            if (first < 0) continue;
            left = Math.Min(left, first);
            right = Math.Max(right, row.LastIndexOfAnyInRange(LeastInk, byte.MaxValue) + 1);
            top = Math.Min(top, y);
            bottom = y + 1;
        }

        return right > left ? new Box(left, top, right, bottom) : null;
    }
}
