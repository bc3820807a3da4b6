using CustomPlugin;
using Mce.Conformance;

namespace Mce.CustomPlugin.Tests;

/// <summary>The plugin, as the conformance suites need to know it.</summary>
public sealed class LinearFixture : ConformanceFixture
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("linear-");

    public override IReadOnlyList<string> KnownSettings => ["activation"];

    // Row r is (r, 2r). By the numbers in the file its scores are (r + 0.5, 2r - 1, 0).
    public override ConformanceModel Model => new(ExamplePath, batch => new ConformanceCase()
        .Give("x", Rows<float>(batch, r => [r, 2 * r]), batch, 2)
        .Expect("scores", Rows<float>(batch, r => [r + 0.5f, (2 * r) - 1, 0]), batch, 3)
        .Expect("label", Rows<string>(batch, r => [r < 2 ? "low" : "high"]), batch))
    {
        BatchSizes = [2, 1, 7, 0, 100],
    };

    // All ones: each score is the number of features.
    public override ConformanceModel SlowModel => new(SlowPath(), _ => new ConformanceCase()
        .Give("x", Ones(SlowRows * SlowFeatures), SlowRows, SlowFeatures)
        .Expect("scores", [.. Enumerable.Repeat((float)SlowFeatures, SlowRows * SlowClasses)], SlowRows, SlowClasses));

    public override IEnumerable<WrongFile> WrongFiles =>
    [
        Wrong("ragged.json", """{"format": "linear", "version": 1, "weights": [[1, 2], [3]], "bias": [0, 0]}""", MceErrorCodes.ModelInvalid, "weights[1]"),
        Wrong("text-in-weights.json", """{"format": "linear", "version": 1, "weights": [["a"]], "bias": [0]}""", MceErrorCodes.ModelInvalid, "weights[0]"),
        Wrong("infinite.json", """{"format": "linear", "version": 1, "weights": [[1]], "bias": [1e99]}""", MceErrorCodes.ModelInvalid, "1e99"),
        Wrong("no-bias.json", """{"format": "linear", "version": 1, "weights": [[1]]}""", MceErrorCodes.ModelInvalid, "bias"),
        Wrong("labels.json", """{"format": "linear", "version": 1, "weights": [[1]], "bias": [0], "labels": ["a", "b"]}""", MceErrorCodes.ModelInvalid, "2 labels"),
        Wrong("version.json", """{"format": "linear", "version": 2}""", MceErrorCodes.ModelUnsupported, "version 1"),
        Wrong("list.json", "[1, 2, 3]", MceErrorCodes.ModelInvalid, "not a linear model"),
    ];

    public static string ExamplePath => Path.Combine(AppContext.BaseDirectory, "example.linear.json");

    private static int SlowRows => 80_000;

    private static int SlowFeatures => 256;

    private static int SlowClasses => 32;

    public override IBackend CreateBackend() => new LinearBackend();

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _folder.Delete(recursive: true);
    }

    private static T[] Rows<T>(int count, Func<int, T[]> row) => [.. Enumerable.Range(0, count).SelectMany(row)];

    private static float[] Ones(int count) => [.. Enumerable.Repeat(1f, count)];

    private string SlowPath()
    {
        string row = $"[{string.Join(',', Enumerable.Repeat(1, SlowClasses))}]";
        return Write("slow.json", $$"""
            {"format": "linear", "version": 1, "weights": [{{string.Join(',', Enumerable.Repeat(row, SlowFeatures))}}],
             "bias": [{{string.Join(',', Enumerable.Repeat(0, SlowClasses))}}]}
            """);
    }

    private WrongFile Wrong(string name, string content, string code, string mentions) => new(Write(name, content), code, mentions);

    private string Write(string name, string content)
    {
        string path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, content);
        return path;
    }
}
