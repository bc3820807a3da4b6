using System.Text.Json;
using System.Xml.Linq;
using Mce.Cli.Benching;

namespace Mce.Cli.Tests.Benching;

public sealed class BenchTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0.5, 50)]
    [InlineData(0.9, 90)]
    [InlineData(0.99, 99)]
    [InlineData(0.999, 100)]
    public void Quantile_OfOneToHundred_IsTheValueThatThisShareDoesNotExceed(double share, double expected) =>
        Assert.Equal(expected, BenchPoint.Quantile([.. Enumerable.Range(1, 100).Select(i => (double)i)], share));

    [Fact]
    public void Of_TwoSecondsOfCalls_CountsCallsAndRows()
    {
        BenchPoint point = BenchPoint.Of(8, 2, [4, 1, 3, 2], seconds: 2, bytes: 400);

        Assert.Equal((4, 2.0, 16.0, 2.0, 4.0, 100.0), (point.Calls, point.CallsPerSecond, point.RowsPerSecond, point.P50, point.Max, point.BytesPerCall));
    }

    [Fact]
    public void Advise_MoreCallersDoNotPay_OneInstance()
    {
        IReadOnlyList<BenchAdvice> advice = BenchAdvisor.Advise([Point(1, 1, 1_000), Point(1, 2, 1_050)], null);

        Assert.Equal(["1", "1", "1000"], advice.Select(a => a.Value));
    }

    [Fact]
    public void Advise_BatchesAndCallersPay_TakesTheSmallestThatReachTheBest()
    {
        IReadOnlyList<BenchAdvice> advice = BenchAdvisor.Advise(
            [Point(1, 1, 100), Point(1, 2, 180), Point(8, 1, 500), Point(8, 2, 1_000), Point(32, 1, 510), Point(32, 2, 1_020)],
            new ThreadTrial(2, Point(1, 1, 100), Point(1, 1, 200)));

        Assert.Equal([("InstanceCount", "2"), ("batch size of the caller", "8"), ("IntraOpThreads", "2"), ("MaxQueueLength", "125")], advice.Select(a => (a.Setting, a.Value)));
        Assert.Contains("1,000 rows a second instead of 180", advice[1].Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bench_SmallModel_MeasuresEveryPairAndDrawsThem()
    {
        CliResult result = await Cli.RunInAsync(
            _folder.FullPath, "bench", Cli.InRepository("samples/models/digits.onnx"), "--batch", "1,4", "--concurrency", "1,2", "--duration", "0.05", "--json", "--plot", "p.svg");

        Assert.Equal(("", 0), (result.Errors, result.ExitCode));
        using JsonDocument report = JsonDocument.Parse(result.Output);
        JsonElement[] points = [.. report.RootElement.GetProperty("points").EnumerateArray()];
        Assert.Equal([(1, 1), (1, 2), (4, 1), (4, 2)], points.Select(p => (p.GetProperty("batch").GetInt32(), p.GetProperty("concurrency").GetInt32())));
        Assert.All(points, p => Assert.InRange(p.GetProperty("p50").GetDouble(), double.Epsilon, p.GetProperty("max").GetDouble()));
        Assert.NotEmpty(report.RootElement.GetProperty("advice").EnumerateArray());
        XElement svg = XElement.Load(_folder.At("p.svg"));
        Assert.Equal(2 + 2, svg.Elements().Count(e => e.Name.LocalName == "polyline"));
    }

    [Theory]
    [InlineData("--batch", "0")]
    [InlineData("--batch", "1,x")]
    [InlineData("--concurrency", "65")]
    [InlineData("--duration", "-1")]
    [InlineData("--input", "pixels=none.npy")]
    [InlineData("--plot", "none/p.svg")]
    public async Task Bench_WhatCannotBeAsked_EndsWithTwoAndOneLine(params string[] arguments)
    {
        CliResult result = await Cli.RunInAsync(_folder.FullPath, ["bench", Cli.InRepository("samples/models/digits.onnx"), "--duration", "0.02", "--batch", "1", "--concurrency", "1", .. arguments]);

        Assert.Equal(2, result.ExitCode);
        Assert.Empty(result.Output);
        Assert.Single(result.Errors.TrimEnd().Split('\n'));
    }

    private static BenchPoint Point(int batch, int concurrency, double rows) =>
        new(batch, concurrency, 1_000, rows / batch, rows, 1_000 / rows * concurrency, 2, 3, 4, 5, 0);
}
