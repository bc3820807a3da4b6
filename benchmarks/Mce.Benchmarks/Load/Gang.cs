using System.Diagnostics;

namespace Mce.Benchmarks;

/// <summary>Threads that work at the same time, again and again.</summary>
internal sealed class Gang : IDisposable
{
    private readonly Barrier _barrier;
    private readonly Thread[] _threads;
    private readonly double[] _rates;
    private Action[] _work = [];
    private long _ends;
    private bool _over;

    public Gang(int size)
    {
        _barrier = new Barrier(size + 1);
        _rates = new double[size];
        _threads = [.. Enumerable.Range(0, size).Select(i => new Thread(() => Loop(i)) { IsBackground = true })];
        foreach (Thread thread in _threads) thread.Start();
    }

    /// <summary>Lets as many threads as there are actions each repeat its own for a time.</summary>
    /// <returns>How often a second they were done, together.</returns>
    public double Measure(TimeSpan time, params Action[] work)
    {
        _work = work;
        _ends = Stopwatch.GetTimestamp() + (long)(time.TotalSeconds * Stopwatch.Frequency);
        _barrier.SignalAndWait();
        _barrier.SignalAndWait();
        return _rates.Sum();
    }

    public void Dispose()
    {
        _over = true;
        _barrier.SignalAndWait();
        foreach (Thread thread in _threads) thread.Join();
        _barrier.Dispose();
    }

    private void Loop(int index)
    {
        while (true)
        {
            _barrier.SignalAndWait();
            if (_over) return;
            _rates[index] = index < _work.Length ? Repeat(_work[index]) : 0;
            _barrier.SignalAndWait();
        }
    }

    private double Repeat(Action action)
    {
        long began = Stopwatch.GetTimestamp(), now = began;
        int count = 0;
        for (; now < _ends; now = Stopwatch.GetTimestamp(), count++) action();
        return count / Stopwatch.GetElapsedTime(began, now).TotalSeconds;
    }
}
