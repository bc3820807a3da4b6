using System.Globalization;

namespace Mce.Soak.Memory;

/// <summary>How a quantity moves with time, and how sure that is.</summary>
/// <remarks>
/// A least-squares line through the means of equal stretches: neighbouring samples of memory hang together, and a line through all of them
/// would claim to be surer than it is. The interval is Student's, of 99 %: of a hundred runs that are flat, one is called rising or falling.
/// </remarks>
internal sealed record Trend(double PerMinute, double Low, double High)
{
    private const int Stretches = 20;
    private const double Student = 2.878; // 99 %, both sides, Stretches - 2 degrees of freedom

    /// <summary>Whether it can't be told from one that doesn't rise.</summary>
    public bool IsFlat => Low <= 0;

    /// <summary>The slope over samples at even distances.</summary>
    /// <returns>Null when there are too few to tell.</returns>
    public static Trend? Of(IReadOnlyList<(double Seconds, double Value)> samples)
    {
        if (samples.Count < 2 * Stretches) return null;
        (double X, double Y)[] means = [.. Enumerable.Range(0, Stretches).Select(i => Mean(samples, i))];
        double meanX = means.Average(m => m.X), meanY = means.Average(m => m.Y);
        double spread = means.Sum(m => (m.X - meanX) * (m.X - meanX));
        double slope = means.Sum(m => (m.X - meanX) * (m.Y - meanY)) / spread;
        double residual = means.Sum(m => Math.Pow(m.Y - meanY - (slope * (m.X - meanX)), 2));
        double error = Math.Sqrt(residual / (Stretches - 2) / spread) * Student;
        return new Trend(slope * 60, (slope - error) * 60, (slope + error) * 60);
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{PerMinute / 1024:+0.#;-0.#;0} KiB a minute (99 %: {Low / 1024:+0.#;-0.#;0} to {High / 1024:+0.#;-0.#;0}), {(IsFlat ? High < 0 ? "falling" : "flat" : "RISING")}");

    private static (double X, double Y) Mean(IReadOnlyList<(double Seconds, double Value)> samples, int stretch)
    {
        int from = stretch * samples.Count / Stretches, to = (stretch + 1) * samples.Count / Stretches;
        double x = 0, y = 0;
        for (int i = from; i < to; i++) (x, y) = (x + samples[i].Seconds, y + samples[i].Value);
        return (x / (to - from), y / (to - from));
    }
}
