namespace Mce.Cli.Benching;

/// <summary>Calls a model from several threads, each as fast as it is answered, and times every call.</summary>
internal sealed class LoadGenerator(OpenModel model, TimeProvider time)
{
    // The code's tiers and the model's own buffers settle within a few calls, or a part of the time.
    private const int MinWarmUpCalls = 3;
    private const double WarmUpShare = 0.25;

    // A model may take longer than the whole duration: still, one call is no measurement.
    private const int MinCalls = 3;

    /// <summary>Warms up, then measures.</summary>
    /// <param name="inputs">The same for every call.</param>
    /// <param name="concurrency">How many threads call.</param>
    /// <param name="duration">How long, without the warm-up.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <exception cref="MceException">The model refused the inputs or failed.</exception>
    public BenchPoint Measure(BatchInputs inputs, int concurrency, TimeSpan duration, CancellationToken cancellationToken)
    {
        using var start = new Barrier(concurrency);
        Caller[] callers = [.. Enumerable.Range(0, concurrency).Select(_ => new Caller(model, inputs, time, cancellationToken))];
        Thread[] threads = [.. callers.Select(c => new Thread(() => c.Run(start, duration)))];
        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) thread.Join();
        cancellationToken.ThrowIfCancellationRequested();
        if (callers.FirstOrDefault(c => c.Error is not null) is { } failed) throw failed.Error!;

        double[] latencies = [.. callers.SelectMany(c => c.Milliseconds)];
        double seconds = time.GetElapsedTime(callers.Min(c => c.Began), callers.Max(c => c.Ended)).TotalSeconds;
        return BenchPoint.Of(inputs.Rows, concurrency, latencies, seconds, callers.Sum(c => c.Bytes));
    }

    private sealed class Caller(OpenModel model, BatchInputs inputs, TimeProvider time, CancellationToken cancellationToken)
    {
        private readonly InferenceRequest _request = model.CreateRequest();

        public List<double> Milliseconds { get; } = new(1 << 16);

        public long Began { get; private set; }

        public long Ended { get; private set; }

        public long Bytes { get; private set; }

        public Exception? Error { get; private set; }

        public void Run(Barrier start, TimeSpan duration)
        {
            try
            {
                inputs.AddTo(_request, model.Description.Signature);
                Loop(duration * WarmUpShare, MinWarmUpCalls);
                Milliseconds.Clear();
            }
#pragma warning disable CA1031 // it is thrown on, on the thread that waits for this one
            catch (Exception e)
#pragma warning restore CA1031
            {
                Error = e;
            }

            start.SignalAndWait(); // also after an error: the others wait for it
            if (Error is not null) return;
            try
            {
                // The list's own growth is no cost of the calls.
                Milliseconds.EnsureCapacity(1 << 20);
                long before = GC.GetAllocatedBytesForCurrentThread();
                Began = time.GetTimestamp();
                Loop(duration, MinCalls);
                Bytes = GC.GetAllocatedBytesForCurrentThread() - before;
            }
#pragma warning disable CA1031
            catch (Exception e)
#pragma warning restore CA1031
            {
                Error = e;
            }

            Ended = time.GetTimestamp();
        }

        private void Loop(TimeSpan duration, int minCalls)
        {
            long began = time.GetTimestamp(), last = began;
            for (int calls = 0; calls < minCalls || time.GetElapsedTime(began, last) < duration; calls++)
            {
                ValueTask<InferenceResponse> call = model.InvokeAsync(_request, cancellationToken);
                (call.IsCompleted ? call.GetAwaiter().GetResult() : call.AsTask().GetAwaiter().GetResult()).Dispose();
                long now = time.GetTimestamp();
                Milliseconds.Add(time.GetElapsedTime(last, now).TotalMilliseconds);
                last = now;
            }
        }
    }
}
