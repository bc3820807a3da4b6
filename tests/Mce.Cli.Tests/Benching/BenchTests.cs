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

    [Theory]
    [InlineData("64", "--batch 64 can't be had: 'image' takes 4 to 32.")]
    [InlineData("8,1024", "--batch 1024 can't be had: 'image' takes 4 to 32.")]
    [InlineData("3,8", "--batch 3 can't be had: 'image' takes 4 to 32.")]
    public void Create_BatchOutsideTheRange_IsRefused(string batches, string message) =>
        Assert.Equal(message, Assert.Throws<UsageException>(() => Plan(batches, Open("image", 4, 32))).Message);

    [Fact]
    public void Create_BatchesAtBothEndsOfTheRange_AreTaken() => Assert.Equal([4, 32], Plan("32,4", Open("image", 4, 32)).Batches);

    [Fact]
    public void Create_BatchOfAModelWithoutAny_IsRefused() =>
        Assert.Contains("--batch 2 can't be had", Assert.Throws<UsageException>(() => Plan("2", new TensorSpec("x", TensorElementType.Float32, [2, 5, 16]))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(0, long.MaxValue, "1,8,32", null)]
    [InlineData(1, 32, "1,8,32", null)]
    [InlineData(1, 16, "1,8", "batch 32 left out: 'x' takes 1 to 16")]
    [InlineData(2, long.MaxValue, "8,32", "batch 1 left out: 'x' takes 2 or more")]
    [InlineData(2, 7, "2", "batch 1, 8, 32 left out: 'x' takes 2 to 7")]
    public void Create_DefaultBatches_AreThoseThatTheModelTakesAndTheRestIsNoted(long minimum, long maximum, string batches, string? note)
    {
        BenchPlan plan = Plan(null, Open("x", minimum, maximum), Open("wide", 0, long.MaxValue));

        Assert.Equal((batches, note), (string.Join(',', plan.Batches), plan.Note));
    }

    [Theory]
    [InlineData(null, null, 8)]
    [InlineData(null, 3, 8)]
    [InlineData(2, 2, 2)]
    [InlineData(2, 3, null)]
    public void Rows_OfInputs_AreTheirFirstDimensionWhereTheyAgree(int? first, int? second, int? rows)
    {
        using var inputs = BatchInputs.Synthetic(new ModelSignature([Rows("a", first), Rows("b", second), new TensorSpec("scalar", TensorElementType.Float32, [])], [Rows("y", null)]), 8);

        Assert.Equal(rows, inputs.Rows);
    }

    [Fact]
    public void Advise_ModelWithoutRows_ComparesCallsAndAdvisesNoBatch()
    {
        BenchPoint[] points = [BenchPoint.Of(null, 1, [1, 1], seconds: 1, bytes: 0), BenchPoint.Of(null, 2, [1, 1, 1, 1], seconds: 1, bytes: 0)];

        Assert.Equal([("InstanceCount", "2"), ("MaxQueueLength", "4")], BenchAdvisor.Advise(points, null).Select(a => (a.Setting, a.Value)));
    }

    [Fact]
    public async Task Bench_ModelWithoutRows_LeavesThemOut()
    {
        CliResult result = await Cli.RunInAsync(
            _folder.FullPath, "bench", Cli.InRepository("tests/TestModels/onnx/scalar.onnx"), "--concurrency", "1", "--duration", "0.02", "--json", "--plot", "p.svg");

        Assert.Equal(("", 0), (result.Errors, result.ExitCode));
        using JsonDocument report = JsonDocument.Parse(result.Output);
        JsonElement point = Assert.Single(report.RootElement.GetProperty("points").EnumerateArray());
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (point.GetProperty("batch").ValueKind, point.GetProperty("rowsPerSecond").ValueKind));
        Assert.True(point.GetProperty("callsPerSecond").GetDouble() > 0);
        Assert.Contains("calls per second", XElement.Load(_folder.At("p.svg")).Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bench_BatchOverTheModelsRange_EndsWithTwoAndMeasuresNothing()
    {
        CliResult result = await Cli.RunAsync("bench", Cli.InRepository("tests/TestModels/torch/mlp.pt2"), "--batch", "8,4097", "--duration", "0.02", "--json");

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Contains("--batch 4097 can't be had: 'x' takes 1 to 4096.", result.Errors, StringComparison.Ordinal);
    }

    private static BenchPlan Plan(string? batches, params TensorSpec[] sent) => BenchPlan.Create(new BenchRequest([], batches, null, 1), sent);

    private static TensorSpec Open(string name, long minimum, long maximum) =>
        new(name, TensorElementType.Float32, [TensorDimension.Dynamic("s40", minimum, maximum), 3]);

    private static TensorSpec Rows(string name, int? rows) =>
        new(name, TensorElementType.Float32, [rows is { } fixedRows ? fixedRows : TensorDimension.Dynamic(), 3]);

    private static BenchPoint Point(int batch, int concurrency, double rows) =>
        new(batch, concurrency, 1_000, rows / batch, rows, 1_000 / rows * concurrency, 2, 3, 4, 5, 0);
}
