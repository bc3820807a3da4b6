using BenchmarkDotNet.Attributes;

namespace Mce.Benchmarks;

/// <summary>One piece of work done twice: by the leanest raw call, and through the server.</summary>
[MemoryDiagnoser]
public abstract class Pair : IDisposable
{
    [GlobalSetup]
    public abstract void Setup();

    [Benchmark(Baseline = true)]
    public abstract void Raw();

    [Benchmark]
    public abstract void Served();

    [GlobalCleanup]
    public void Dispose()
    {
        Cleanup();
        GC.SuppressFinalize(this);
    }

    protected abstract void Cleanup();
}
