using System.Diagnostics;

namespace Mce.Plugins.Onnx.Tests;

/// <summary>Looks at the whole process, so nothing else may run beside it.</summary>
[Collection(nameof(LeakTests))]
[CollectionDefinition(nameof(LeakTests), DisableParallelization = true)]
public sealed class LeakTests(OnnxFixture onnx) : IClassFixture<OnnxFixture>
{
    [Fact]
    public void Load_ManyCycles_MemoryStaysLevel()
    {
        Cycle(30);
        long before = ResidentBytes();
        Cycle(100);
        long grown = ResidentBytes() - before;

        // A session that isn't released costs at least a quarter of a megabyte.
        Assert.InRange(grown, long.MinValue, 12L << 20);
    }

    private void Cycle(int count)
    {
        using InferenceTensor input = InferenceTensor.Create<float>(2, 4);
        for (int i = 0; i < count; i++)
        {
            using IModel model = onnx.Load("sklearn_string");
            foreach (InferenceTensor output in OnnxFixture.Run(model, input)) output.Dispose();
        }

        GC.Collect();
    }

    private static long ResidentBytes()
    {
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
