using System.Diagnostics;

namespace Mce.Benchmarks;

/// <summary>When calls are due, whatever becomes of the ones before. Thread-safe.</summary>
internal sealed class Arrivals
{
    private readonly Lock _gate = new();
    private readonly Random? _random;
    private readonly double _gap;
    private double _next;

    /// <param name="rate">Calls a second.</param>
    /// <param name="isPoisson">Independent of each other, as those of many users are; else at even distances.</param>
    /// <param name="began">The stopwatch's reading at which it begins.</param>
    public Arrivals(double rate, bool isPoisson, long began)
    {
        _gap = Stopwatch.Frequency / rate;
        _random = isPoisson ? new Random(1) : null;
        _next = began;
    }

    /// <summary>The stopwatch's reading at which the next call is due.</summary>
    public long Next()
    {
        lock (_gate)
        {
            _next += _random is null ? _gap : -Math.Log(1 - _random.NextDouble()) * _gap;
            return (long)_next;
        }
    }
}
