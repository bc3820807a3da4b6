namespace Mce.Conformance.Tests;

internal sealed class FaultyFixture(Fault fault) : ConformanceFixture
{
    private const int SlowRows = 80_000;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mce-faulty-");

    public static string ExamplePath => Path.Combine(AppContext.BaseDirectory, "example.linear.json");

    public override ConformanceModel Model => new(ExamplePath, batch => new ConformanceCase()
        .Give("x", [.. Enumerable.Range(0, batch).SelectMany(r => new float[] { r, 2 * r })], batch, 2)
        .Expect("scores", [.. Enumerable.Range(0, batch).SelectMany(r => new[] { r + 0.5f, (2 * r) - 1, 0 })], batch, 3));

    // All ones: each score is the number of features.
    public override ConformanceModel SlowModel => new(SlowPath(), _ => new ConformanceCase()
        .Give("x", [.. Enumerable.Repeat(1f, SlowRows * 256)], SlowRows, 256)
        .Expect("scores", [.. Enumerable.Repeat(256f, SlowRows * 32)], SlowRows, 32));

    public override IBackend CreateBackend() => new FaultyBackend(fault);

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _folder.Delete(recursive: true);
    }

    private string SlowPath()
    {
        string path = Path.Combine(_folder.FullName, "slow.json");
        string row = $"[{string.Join(',', Enumerable.Repeat(1, 32))}]";
        File.WriteAllText(path, $$"""
            {"format": "linear", "version": 1, "weights": [{{string.Join(',', Enumerable.Repeat(row, 256))}}],
             "bias": [{{string.Join(',', Enumerable.Repeat(0, 32))}}], "labels": [{{string.Join(',', Enumerable.Repeat("\"x\"", 32))}}]}
            """);
        return path;
    }
}
