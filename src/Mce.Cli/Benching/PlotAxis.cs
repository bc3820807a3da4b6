using System.Globalization;

namespace Mce.Cli.Benching;

/// <summary>The upright axis of a plot: where a value lies, and which values are marked.</summary>
/// <param name="Ticks">Values and their labels, rising.</param>
/// <param name="At">The height of a value, downwards as SVG counts.</param>
internal sealed record PlotAxis(IReadOnlyList<(double Value, string Label)> Ticks, Func<double, double> At)
{
    private const int WantedTicks = 5;
    private static readonly double[] Steps = [1, 2, 2.5, 5, 10];
    private static readonly double[] Marks = [.. Enumerable.Range(-7, 16).SelectMany(p => new[] { 1, 2, 5 }.Select(m => m * Math.Pow(10, p)))];

    /// <summary>From 0 to a round number over the largest value.</summary>
    public static PlotAxis Linear(double largest, double top, double height)
    {
        double rough = Math.Max(largest, 1e-9) / WantedTicks;
        double power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        double step = power * Steps.First(m => m * power >= rough);
        int count = (int)Math.Ceiling(largest / step);
        double end = Math.Max(count, 1) * step;
        return new PlotAxis([.. Enumerable.Range(0, Math.Max(count, 1) + 1).Select(i => (i * step, Short(i * step)))], v => top + height - (v / end * height));
    }

    /// <summary>Whole decades, or thirds of them, around the values. In milliseconds.</summary>
    public static PlotAxis Logarithmic(double smallest, double largest, double top, double height)
    {
        smallest = Math.Max(smallest, 1e-6);
        double low = Marks.Last(m => m <= smallest), high = Marks.First(m => m >= Math.Max(largest, low * 2));
        double[] shown = [.. Marks.Where(m => m >= low && m <= high)];
        // With many decades, their starts are enough.
        if (shown.Length > 9) shown = [.. shown.Where(m => m == low || m == high || Math.Abs(Math.Log10(m) - Math.Round(Math.Log10(m))) < 1e-9)];
        return new PlotAxis([.. shown.Select(m => (m, Time(m)))], v => top + height - (Math.Log(Math.Max(v, low) / low) / Math.Log(high / low) * height));
    }

    private static string Short(double value) => value switch
    {
        >= 1e9 => string.Create(CultureInfo.InvariantCulture, $"{value / 1e9:0.##} G"),
        >= 1e6 => string.Create(CultureInfo.InvariantCulture, $"{value / 1e6:0.##} M"),
        >= 1e3 => string.Create(CultureInfo.InvariantCulture, $"{value / 1e3:0.##} k"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{value:0.###}"),
    };

    private static string Time(double milliseconds) => milliseconds switch
    {
        >= 999.9 => string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 1e3:0.##} s"),
        >= 0.9999 => string.Create(CultureInfo.InvariantCulture, $"{milliseconds:0.##} ms"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{milliseconds * 1e3:0.##} µs"),
    };
}
