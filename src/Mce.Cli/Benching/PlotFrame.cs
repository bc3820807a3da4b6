using System.Globalization;
using System.Text;

namespace Mce.Cli.Benching;

/// <summary>One plot: a frame with marks on its left and steps below it, and lines in it.</summary>
internal sealed class PlotFrame(StringBuilder svg, double left, double top, double width, double height)
{
    private const int Colours = 6;
    private const double Inset = 28; // the first and last step stand free of the frame

    private int _steps = 1;

    /// <summary>The class that colours a line.</summary>
    public static string Line(int index) => string.Create(CultureInfo.InvariantCulture, $"l{index % Colours}");

    /// <summary>The class that colours its dots.</summary>
    public static string Dot(int index) => string.Create(CultureInfo.InvariantCulture, $"d{index % Colours}");

    public void Draw(string title, PlotAxis axis, IReadOnlyList<string> steps, string below)
    {
        _steps = steps.Count;
        Write($"<text class=\"head\" x=\"{left}\" y=\"{top - 16}\">{title}</text>\n");
        foreach ((double value, string label) in axis.Ticks)
        {
            double y = axis.At(value);
            Write($"<line class=\"grid\" x1=\"{left}\" y1=\"{y:0.#}\" x2=\"{left + width}\" y2=\"{y:0.#}\"/><text class=\"soft\" x=\"{left - 8}\" y=\"{y + 4:0.#}\" text-anchor=\"end\">{label}</text>\n");
        }

        Write($"<line class=\"axis\" x1=\"{left}\" y1=\"{top + height}\" x2=\"{left + width}\" y2=\"{top + height}\"/>\n");
        for (int i = 0; i < steps.Count; i++)
            Write($"<text class=\"soft\" x=\"{At(i):0.#}\" y=\"{top + height + 20}\" text-anchor=\"middle\">{steps[i]}</text>\n");
        Write($"<text class=\"soft\" x=\"{left + (width / 2)}\" y=\"{top + height + 40}\" text-anchor=\"middle\">{below}</text>\n");
    }

    /// <summary>A line with a dot at each step.</summary>
    public void DrawLine(int index, IReadOnlyList<(int Step, double Y)> points)
    {
        string path = string.Join(' ', points.Select(p => string.Create(CultureInfo.InvariantCulture, $"{At(p.Step):0.#},{p.Y:0.#}")));
        Write($"<polyline class=\"line {Line(index)}\" points=\"{path}\"/>\n");
        foreach ((int step, double y) in points) Write($"<circle cx=\"{At(step):0.#}\" cy=\"{y:0.#}\" r=\"4\" class=\"{Dot(index)}\"/>\n");
    }

    private double At(int step) => _steps == 1 ? left + (width / 2) : left + Inset + (step * (width - (2 * Inset)) / (_steps - 1));

    private void Write(FormattableString text) => svg.Append(text.ToString(CultureInfo.InvariantCulture));
}
