using System.Globalization;
using System.Security;
using System.Text;

namespace Mce.Benchmarks;

/// <summary>Draws a report as SVG: how many calls ended how, and the latencies of the answered ones, second by second.</summary>
internal static class LoadPlot
{
    private const int Width = 1000;
    private const int Height = 760;
    private const int ChartHeight = 230;

    private const string Style = """
        .paper{fill:#ffffff}text{fill:#1f2328;font-family:system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;font-size:13px}
        .title{font-size:17px;font-weight:600}.head{font-size:14px;font-weight:600}.soft{fill:#59636e;font-size:12px}
        .grid{stroke:#d8dee4;stroke-width:1}.axis{stroke:#59636e;stroke-width:1}.line{fill:none;stroke-width:2;stroke-linejoin:round;stroke-linecap:round}
        """;

    public static string Draw(LoadReport report)
    {
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" width=\"{Width}\" height=\"{Height}\" role=\"img\">\n<style>\n{Style}\n</style>\n<rect class=\"paper\" width=\"{Width}\" height=\"{Height}\"/>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<text class=\"title\" x=\"{SvgChart.Left}\" y=\"34\">{SecurityElement.Escape(report.Load)}</text>\n<text class=\"soft\" x=\"{SvgChart.Left}\" y=\"56\">{SecurityElement.Escape($"{report.Target} · {report.Machine}")}</text>\n");

        new SvgChart(svg, 110, ChartHeight).Draw("Calls a second, by how they ended", report.Seconds, Ends(report.Windows), isLogarithmic: false, Count);
        new SvgChart(svg, 450, ChartHeight).Draw("Latency of answered calls", report.Seconds, Latencies(report.Windows), isLogarithmic: true, Time);
        return svg.Append("</svg>\n").ToString();
    }

    private static (string Name, double[] Values)[] Ends(IReadOnlyList<LoadSummary> windows)
    {
        (string Name, double[] Values)[] all =
        [
            ("answered", [.. windows.Select(w => (double)w.Answered)]),
            ("rejected", [.. windows.Select(w => (double)w.Rejected)]),
            ("expired", [.. windows.Select(w => (double)w.Expired)]),
            ("failed", [.. windows.Select(w => (double)w.Failed)]),
        ];
        return [.. all.Where((line, i) => i == 0 || line.Values.Any(v => v > 0))];
    }

    private static (string Name, double[] Values)[] Latencies(IReadOnlyList<LoadSummary> windows) =>
    [
        ("p50", [.. windows.Select(w => w.P50)]),
        ("p90", [.. windows.Select(w => w.P90)]),
        ("p99", [.. windows.Select(w => w.P99)]),
        ("max", [.. windows.Select(w => w.Max)]),
    ];

    private static string Count(double value) => value switch
    {
        >= 1e6 => string.Create(CultureInfo.InvariantCulture, $"{value / 1e6:0.##} M"),
        >= 1e3 => string.Create(CultureInfo.InvariantCulture, $"{value / 1e3:0.##} k"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{value:0.##}"),
    };

    private static string Time(double milliseconds) => milliseconds switch
    {
        >= 999.9 => string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 1e3:0.##} s"),
        >= 0.9999 => string.Create(CultureInfo.InvariantCulture, $"{milliseconds:0.##} ms"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{milliseconds * 1e3:0.##} µs"),
    };
}
