using System.Globalization;
using System.Text;
using Mce.Cli.Terminal;

namespace Mce.Cli.Benching;

/// <summary>The report for people.</summary>
internal static class BenchText
{
    public static string Format(BenchReport report)
    {
        var text = new StringBuilder();
        text.Append(Printable.Of(report.Path)).Append('\n');
        text.Append(TextTable.Format(
        [
            ["framework", $"{report.Framework} {report.FrameworkVersion}"],
            ["machine", report.Machine],
            ["inputs", report.Inputs],
            ["load", Milliseconds(report.LoadMilliseconds)],
            ["memory", $"{Size.Of(report.Memory.ModelBytes)} for the model, {Size.Of(report.Memory.PeakBytes)} at the peak of the whole process"],
        ]));
        text.Append('\n').Append(TextTable.Format(
        [
            ["batch", "callers", "calls/s", "rows/s", "p50", "p90", "p99", "p99.9", "max", "bytes/call"],
            .. report.Points.Select(Row),
        ]));
        if (report.Note is not null) text.Append(CultureInfo.InvariantCulture, $"  {Printable.Of(report.Note)}\n");
        text.Append("\nAdvice for this model's container, from these figures\n");
        text.Append(TextTable.Format([.. report.Advice.Select(a => (IReadOnlyList<string>)[a.Setting, a.Value, a.Why])]));
        return text.ToString();
    }

    private static string[] Row(BenchPoint point) =>
    [
        OptionalNumber(point.Batch),
        Number(point.Concurrency),
        Number(point.CallsPerSecond),
        OptionalNumber(point.RowsPerSecond),
        Milliseconds(point.P50),
        Milliseconds(point.P90),
        Milliseconds(point.P99),
        Milliseconds(point.P999),
        Milliseconds(point.Max),
        Number(point.BytesPerCall),
    ];

    /// <summary>Three digits, in the unit that suits.</summary>
    public static string Milliseconds(double value) => value switch
    {
        < 1 => string.Create(CultureInfo.InvariantCulture, $"{value * 1000:0.0} µs"),
        < 1000 => string.Create(CultureInfo.InvariantCulture, $"{value:0.00} ms"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{value / 1000:0.00} s"),
    };

    private static string OptionalNumber(double? value) => value is { } number ? Number(number) : "-";

    private static string Number(double value) => value.ToString(value < 10 && value != Math.Floor(value) ? "0.0" : "N0", CultureInfo.InvariantCulture);
}
