using BenchmarkDotNet.Attributes;

namespace Mce.Benchmarks;

/// <summary>One piece of work done twice: by the leanest raw call, and through the server.</summary>
[MemoryDiagnoser]
public abstract class Pair : IDisposable
{
    [GlobalSetup]
    public abstract void Setup();

    public abstract void Raw();

    public abstract void Served();

    // BenchmarkDotNet doesn't see attributes through an override.
    [Benchmark(Baseline = true, Description = "raw")]
    public void BenchmarkRaw() => Raw();

    [Benchmark(Description = "served")]
    public void BenchmarkServed() => Served();

    [GlobalCleanup]
    public void Dispose()
    {
        Cleanup();
        GC.SuppressFinalize(this);
    }

    protected abstract void Cleanup();
}
