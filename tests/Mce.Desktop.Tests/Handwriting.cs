using Desktop.Digits;

namespace Mce.Desktop.Tests;

/// <summary>Digits as a person draws them: lines on a square of 0 to 1.</summary>
internal static class Handwriting
{
    /// <summary>The strokes of each digit, by digit; each a list of points to be joined.</summary>
    public static IReadOnlyList<(double X, double Y)[][]> Strokes { get; } =
    [
        [Arc(0.5, 0.5, 0.22, 0.34, 0, 360)],
        [[(0.38, 0.3), (0.54, 0.15), (0.52, 0.86)]],
        [[.. Arc(0.5, 0.35, 0.2, 0.2, 190, 390), (0.32, 0.85), (0.74, 0.84)]],
        [[.. Arc(0.48, 0.32, 0.2, 0.18, 210, 440), .. Arc(0.48, 0.67, 0.22, 0.19, 280, 510)]],
        [[(0.48, 0.14), (0.28, 0.58), (0.74, 0.58)], [(0.62, 0.38), (0.58, 0.88)]],
        [[(0.7, 0.15), (0.36, 0.15), (0.33, 0.46), .. Arc(0.47, 0.64, 0.22, 0.21, 240, 500)]],
        [[(0.6, 0.13), (0.4, 0.36), .. Arc(0.49, 0.66, 0.19, 0.19, 190, 550)]],
        [[(0.27, 0.16), (0.72, 0.16), (0.44, 0.87)]],
        [[.. Arc(0.5, 0.32, 0.16, 0.17, 90, 450), .. Arc(0.5, 0.68, 0.19, 0.19, 270, 630)]],
        [[.. Arc(0.48, 0.34, 0.18, 0.19, 0, 360), (0.64, 0.36), (0.6, 0.87)]],
    ];

    public static InkBoard Draw(int digit, double radius, double scale = 1, double slant = 0, double left = 0, double top = 0)
    {
        var board = new InkBoard();
        foreach ((double X, double Y)[] stroke in Strokes[digit])
        {
            (double X, double Y)[] points = [.. stroke.Select(p => (left + (p.X + slant * (0.5 - p.Y)) * scale * InkBoard.Size, top + p.Y * scale * InkBoard.Size))];
            for (int i = 1; i < points.Length; i++) board.Line(points[i - 1].X, points[i - 1].Y, points[i].X, points[i].Y, radius);
        }

        return board;
    }

    // Degrees, clockwise from the right, as the axes of a screen have it.
    private static (double X, double Y)[] Arc(double x, double y, double radiusX, double radiusY, double from, double to) =>
    [
        .. Enumerable.Range(0, 25).Select(i => (from + (to - from) * i / 24) * Math.PI / 180)
            .Select(angle => (x + radiusX * Math.Cos(angle), y + radiusY * Math.Sin(angle))),
    ];
}
