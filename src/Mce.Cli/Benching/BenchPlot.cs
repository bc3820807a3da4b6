using System.Globalization;
using System.Text;

namespace Mce.Cli.Benching;

/// <summary>Draws a report as SVG: throughput by callers on the left, latency quantiles on the right, a line for each batch size.</summary>
internal static class BenchPlot
{
    private const int Width = 1000;
    private const int Height = 440;
    private const int PlotTop = 96;
    private const int PlotHeight = 250;
    private const int PlotWidth = 380;
    private static readonly string[] Quantiles = ["p50", "p90", "p99", "p99.9", "max"];

    // Colours that differ for colour-blind eyes too, on white and on black. No variables: few viewers besides browsers know them.
    private static readonly string[] OnWhite = ["#0072b2", "#d55e00", "#009e73", "#b5478d", "#8a6d00", "#4a4a9c"];
    private static readonly string[] OnBlack = ["#58a6ff", "#ff9e4a", "#3fb984", "#e39ac5", "#e3c04b", "#a9a9ff"];

    private const string LightStyle = """
        .paper{fill:#ffffff}text{fill:#1f2328;font-family:system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;font-size:13px}
        .title{font-size:17px;font-weight:600}.head{font-size:14px;font-weight:600}.soft{fill:#59636e;font-size:12px}
        .grid{stroke:#d8dee4;stroke-width:1}.axis{stroke:#59636e;stroke-width:1}.line{fill:none;stroke-width:2.5;stroke-linejoin:round;stroke-linecap:round}
        """;

    private const string DarkStyle = ".paper{fill:#0d1117}text{fill:#e6edf3}.soft{fill:#9198a1}.grid{stroke:#30363d}.axis{stroke:#9198a1}";

    public static string Draw(BenchReport report)
    {
        long?[] batches = [.. report.Points.Select(p => p.Batch).Distinct().Order()];
        int[] concurrencies = [.. report.Points.Select(p => p.Concurrency).Distinct().Order()];
        var svg = new StringBuilder();
        Write(svg, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" width=\"{Width}\" height=\"{Height}\" role=\"img\">\n<style>\n{LightStyle}{Colours(OnWhite)}\n@media (prefers-color-scheme:dark){{{DarkStyle}{Colours(OnBlack)}}}\n</style>\n<rect class=\"paper\" width=\"{Width}\" height=\"{Height}\"/>\n");
        Write(svg, $"<text class=\"title\" x=\"70\" y=\"32\">{Escape(Path.GetFileName(report.Path))}</text>\n<text class=\"soft\" x=\"70\" y=\"52\">{Escape($"{report.Framework} {report.FrameworkVersion} · {report.Machine}")}</text>\n");
        Throughput(svg, report.Points, batches, concurrencies);
        Latency(svg, report.Points, batches, concurrencies[0]);
        Legend(svg, batches);
        return svg.Append("</svg>\n").ToString();
    }

    private static void Throughput(StringBuilder svg, IReadOnlyList<BenchPoint> points, long?[] batches, int[] concurrencies)
    {
        var axis = PlotAxis.Linear(points.Max(p => p.Throughput), PlotTop, PlotHeight);
        var frame = new PlotFrame(svg, 70, PlotTop, PlotWidth, PlotHeight);
        frame.Draw(batches.Contains(null) ? "Throughput, calls per second" : "Throughput, rows per second", axis, [.. concurrencies.Select(c => c.ToString(CultureInfo.InvariantCulture))], "callers at a time");
        for (int i = 0; i < batches.Length; i++)
        {
            long? batch = batches[i];
            frame.DrawLine(i, [.. concurrencies.Index().SelectMany(c => points.Where(p => p.Batch == batch && p.Concurrency == c.Item).Select(p => (c.Index, axis.At(p.Throughput))))]);
        }
    }

    private static void Latency(StringBuilder svg, IReadOnlyList<BenchPoint> points, long?[] batches, int concurrency)
    {
        BenchPoint[] alone = [.. points.Where(p => p.Concurrency == concurrency)];
        var axis = PlotAxis.Logarithmic(alone.Min(p => p.P50), alone.Max(p => p.Max), PlotTop, PlotHeight);
        var frame = new PlotFrame(svg, 560, PlotTop, PlotWidth, PlotHeight);
        frame.Draw($"Latency of a call, {Words.Count(concurrency, "caller")}", axis, Quantiles, "quantile");
        for (int i = 0; i < batches.Length; i++)
        {
            if (alone.FirstOrDefault(p => p.Batch == batches[i]) is not { } point) continue;
            double[] values = [point.P50, point.P90, point.P99, point.P999, point.Max];
            frame.DrawLine(i, [.. values.Index().Select(v => (v.Index, axis.At(v.Item)))]);
        }
    }

    private static void Legend(StringBuilder svg, long?[] batches)
    {
        int x = 70;
        for (int i = 0; i < batches.Length; i++, x += 120)
            Write(svg, $"<line class=\"line {PlotFrame.Line(i)}\" x1=\"{x}\" y1=\"{Height - 22}\" x2=\"{x + 22}\" y2=\"{Height - 22}\"/><circle cx=\"{x + 11}\" cy=\"{Height - 22}\" r=\"4\" class=\"{PlotFrame.Dot(i)}\"/><text x=\"{x + 30}\" y=\"{Height - 18}\">{(batches[i] is { } batch ? $"batch {batch}" : "calls")}</text>\n");
    }

    private static string Colours(string[] colours) =>
        string.Concat(colours.Select((colour, i) => $".{PlotFrame.Line(i)}{{stroke:{colour}}}.{PlotFrame.Dot(i)}{{fill:{colour}}}"));

    private static string Escape(string text) => System.Security.SecurityElement.Escape(Terminal.Printable.Of(text));

    private static void Write(StringBuilder svg, FormattableString text) => svg.Append(text.ToString(CultureInfo.InvariantCulture));
}
