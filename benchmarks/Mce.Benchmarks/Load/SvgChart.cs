using System.Globalization;
using System.Text;

namespace Mce.Benchmarks;

/// <summary>One chart of lines over seconds, drawn into an SVG.</summary>
internal sealed class SvgChart(StringBuilder svg, double top, double height)
{
    public const double Left = 80;
    public const double Width = 860;
    private const double LegendGap = 110;
    private const int WantedTicks = 5;

    // Told apart by colour-blind eyes too.
    private static readonly string[] Colours = ["#0072b2", "#d55e00", "#009e73", "#b5478d"];

    private double _seconds = 1;

    public void Draw(string title, double seconds, IReadOnlyList<(string Name, double[] Values)> lines, bool isLogarithmic, Func<double, string> label)
    {
        _seconds = Math.Max(seconds, 1);
        double[] positive = [.. lines.SelectMany(l => l.Values).Where(v => v > 0)];
        (double[] ticks, Func<double, double> at) = isLogarithmic ? Logarithmic(positive) : Linear(positive);
        Write($"<text class=\"head\" x=\"{Left}\" y=\"{top - 16}\">{title}</text>\n");
        foreach (double tick in ticks)
            Write($"<line class=\"grid\" x1=\"{Left}\" y1=\"{at(tick):0.#}\" x2=\"{Left + Width}\" y2=\"{at(tick):0.#}\"/><text class=\"soft\" x=\"{Left - 8}\" y=\"{at(tick) + 4:0.#}\" text-anchor=\"end\">{label(tick)}</text>\n");
        double step = Step(_seconds, 10);
        for (double second = 0; second <= _seconds + 1e-9; second += step)
            Write($"<text class=\"soft\" x=\"{X(second):0.#}\" y=\"{top + height + 20}\" text-anchor=\"middle\">{second:0.##}</text>\n");
        Write($"<line class=\"axis\" x1=\"{Left}\" y1=\"{top + height}\" x2=\"{Left + Width}\" y2=\"{top + height}\"/>\n");
        Write($"<text class=\"soft\" x=\"{Left + (Width / 2)}\" y=\"{top + height + 40}\" text-anchor=\"middle\">seconds</text>\n");
        for (int i = 0; i < lines.Count; i++) DrawLine(i, lines, at, isLogarithmic);
    }

    private void DrawLine(int index, IReadOnlyList<(string Name, double[] Values)> lines, Func<double, double> at, bool isLogarithmic)
    {
        string colour = Colours[index % Colours.Length];
        double x = Left + Width - ((lines.Count - index) * LegendGap);
        Write($"<line stroke=\"{colour}\" class=\"line\" x1=\"{x}\" y1=\"{top - 20}\" x2=\"{x + 20}\" y2=\"{top - 20}\"/><text class=\"soft\" x=\"{x + 26}\" y=\"{top - 16}\">{lines[index].Name}</text>\n");

        // A second in which nothing ended has no latency: the line has a gap there.
        var stretch = new List<string>();
        double[] values = lines[index].Values;
        for (int i = 0; i <= values.Length; i++)
        {
            if (i < values.Length && (values[i] > 0 || !isLogarithmic))
            {
                stretch.Add(string.Create(CultureInfo.InvariantCulture, $"{X(Math.Min(i + 0.5, _seconds)):0.#},{at(values[i]):0.#}"));
                continue;
            }

            if (stretch.Count > 0) Write($"<polyline stroke=\"{colour}\" class=\"line\" points=\"{string.Join(' ', stretch)}\"/>\n");
            stretch.Clear();
        }
    }

    private (double[] Ticks, Func<double, double> At) Linear(double[] values)
    {
        double largest = values.DefaultIfEmpty(1).Max(), step = Step(largest, WantedTicks);
        int count = (int)Math.Ceiling(largest / step);
        double end = count * step;
        return ([.. Enumerable.Range(0, count + 1).Select(i => i * step)], v => top + height - (v / end * height));
    }

    private (double[] Ticks, Func<double, double> At) Logarithmic(double[] values)
    {
        int low = (int)Math.Floor(Math.Log10(values.DefaultIfEmpty(1).Min())), high = Math.Max(low + 1, (int)Math.Ceiling(Math.Log10(values.DefaultIfEmpty(1).Max())));
        return ([.. Enumerable.Range(low, high - low + 1).Select(p => Math.Pow(10, p))], v => top + height - ((Math.Log10(v) - low) / (high - low) * height));
    }

    private static double Step(double largest, int wanted)
    {
        double rough = largest / wanted, power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        return power * ((double[])[1, 2, 5, 10]).First(m => m * power >= rough * 0.999);
    }

    private double X(double second) => Left + (second / _seconds * Width);

    private void Write(FormattableString text) => svg.Append(text.ToString(CultureInfo.InvariantCulture));
}
