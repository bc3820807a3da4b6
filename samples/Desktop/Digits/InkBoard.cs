namespace Desktop.Digits;

/// <summary>What was drawn: a square of pixels, 0 (paper) to 255 (ink), row by row. One thread at a time.</summary>
internal sealed class InkBoard
{
    /// <summary>Pixels a side.</summary>
    public const int Size = 280;

    private readonly byte[] _pixels = new byte[Size * Size];

    /// <summary>Something was drawn, filled in or cleared.</summary>
    public event EventHandler? Changed;

    public ReadOnlySpan<byte> Pixels => _pixels;

    public bool IsEmpty => !_pixels.AsSpan().ContainsAnyExcept((byte)0);

    public void Clear()
    {
        _pixels.AsSpan().Clear();
        Changed?.Invoke(this, EventArgs.Empty);
    }

    /// <summary>Replaces everything.</summary>
    /// <param name="pixels"><see cref="Size"/> rows of as many pixels.</param>
    public void Fill(ReadOnlySpan<byte> pixels)
    {
        if (pixels.Length != _pixels.Length) throw new ArgumentException($"A board has {_pixels.Length} pixels, not {pixels.Length}.", nameof(pixels));
        pixels.CopyTo(_pixels);
        Changed?.Invoke(this, EventArgs.Empty);
    }

    public byte[] ToArray() => _pixels.AsSpan().ToArray();

    /// <summary>Draws a line with round ends and a soft edge; a dot where both ends are one. In pixels of the board, which it may leave.</summary>
    public void Line(double x0, double y0, double x1, double y1, double radius)
    {
        double dx = x1 - x0, dy = y1 - y0, lengthSquared = dx * dx + dy * dy;
        int top = Clamp(Math.Min(y0, y1) - radius - 1), bottom = Clamp(Math.Max(y0, y1) + radius + 1);
        int left = Clamp(Math.Min(x0, x1) - radius - 1), right = Clamp(Math.Max(x0, x1) + radius + 1);
        for (int y = top; y <= bottom; y++)
        {
            for (int x = left; x <= right; x++)
            {
                // The distance from the pixel's middle to the nearest point of the line.
                double px = x + 0.5 - x0, py = y + 0.5 - y0;
                double along = lengthSquared > 0 ? Math.Clamp((px * dx + py * dy) / lengthSquared, 0, 1) : 0;
                double distance = Math.Sqrt(Square(px - along * dx) + Square(py - along * dy));
                var ink = (byte)(255 * Math.Clamp(radius + 0.5 - distance, 0, 1));
                ref byte pixel = ref _pixels[y * Size + x];
                pixel = Math.Max(pixel, ink);
            }
        }

        Changed?.Invoke(this, EventArgs.Empty);
    }

    private static int Clamp(double coordinate) => (int)Math.Clamp(coordinate, 0, Size - 1);

    private static double Square(double value) => value * value;
}
