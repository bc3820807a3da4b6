using Mce.Conformance;

namespace Mce.Plugins.Onnx.Tests;

/// <summary>The plugin, as the conformance suites need to know it.</summary>
public sealed class OnnxConformanceFixture : ConformanceFixture
{
    private const int SlowRounds = 4000;

    public override IReadOnlyList<string> KnownSettings =>
    [
        "IntraOpThreads", "InterOpThreads", "GraphOptimization", "ExecutionMode", "MemoryArena", "MemoryPattern", "Prepacking", "Spinning",
        "FreeDimensions", "Providers", "Sequences",
    ];

    // A classifier's label and probabilities: a plain output, and one that becomes two.
    public override ConformanceModel Model => new(OnnxFixture.PathOf("sklearn_string"), rows => CaseFile.ReadBatch("sklearn_string", rows))
    {
        BatchSizes = [2, 1, 5, 16],
    };

    public override ConformanceModel SlowModel => new(OnnxFixture.PathOf("slow"), _ => new ConformanceCase()
        .Give<long>("n", [SlowRounds])
        .Expect<float>("y", [SlowRounds + 1]))
    {
        Tolerance = 1e-2,
    };

    public override IEnumerable<WrongFile> WrongFiles =>
    [
        new(OnnxFixture.PathOf("custom_op"), MceErrorCodes.ModelUnsupported, "Unheard"),
        new(OnnxFixture.PathOf("identity_complex64"), MceErrorCodes.ModelUnsupported, "complex64"),
    ];

    public override IBackend CreateBackend() => new OnnxBackend();
}

/// <summary>As <see cref="OnnxConformanceFixture"/>, with a model whose outputs are written in place.</summary>
public sealed class DenseConformanceFixture : ConformanceFixture
{
    // The server checks inputs one by one: that both have as many rows is the model's own affair.
    public override ConformanceModel Model => new(OnnxFixture.PathOf("add2"), rows => new ConformanceCase()
        .Give("a", Numbers(rows, 1), rows, 3)
        .Give("b", Numbers(rows, 10), rows, 3)
        .Expect("sum", Numbers(rows, 11), rows, 3))
    {
        BatchSizes = [2, 1, 7, 0, 100],
        CreateFailingCase = () => new ConformanceCase().Give("a", Numbers(2, 1), 2, 3).Give("b", Numbers(5, 1), 5, 3),
    };

    public override ConformanceModel SlowModel => new OnnxConformanceFixture().SlowModel;

    public override IBackend CreateBackend() => new OnnxBackend();

    private static float[] Numbers(int rows, float step) => [.. Enumerable.Range(0, rows * 3).Select(i => i * step)];
}

public sealed class DenseAnswerConformance(DenseConformanceFixture fixture) : AnswerConformance<DenseConformanceFixture>(fixture);

public sealed class DenseOutputConformance(DenseConformanceFixture fixture) : OutputConformance<DenseConformanceFixture>(fixture);

public sealed class DenseLifetimeConformance(DenseConformanceFixture fixture) : LifetimeConformance<DenseConformanceFixture>(fixture);

public sealed class DenseConcurrencyConformance(DenseConformanceFixture fixture) : ConcurrencyConformance<DenseConformanceFixture>(fixture);
