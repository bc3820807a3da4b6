using System.Collections.Concurrent;
using Mce.Fuzz.Cases;

namespace Mce.Fuzz.Runs;

/// <summary>Runs a range of seeds in child processes and gathers what they did.</summary>
internal sealed class Campaign(FuzzOptions options, Progress progress, CancellationToken stop)
{
    // Leaks of thousands of refused models would look like one hungry case.
    private const int CasesPerProcess = 500;

    private readonly KnownFaults _known = KnownFaults.Read();

    public async Task<IReadOnlyList<CaseResult>> RunAsync(FuzzFormat format)
    {
        var seeds = new ConcurrentQueue<ulong>();
        for (int i = 0; i < options.Cases; i++) seeds.Enqueue(options.First + (ulong)i);
        var results = new ConcurrentBag<CaseResult>();
        await Task.WhenAll(Enumerable.Range(0, options.Workers).Select(_ => Task.Run(() => WorkAsync(format, seeds, results))));
        return [.. results.OrderBy(r => r.Seed)];
    }

    private async Task WorkAsync(FuzzFormat format, ConcurrentQueue<ulong> seeds, ConcurrentBag<CaseResult> results)
    {
        WorkerProcess? worker = null;
        try
        {
            while (!stop.IsCancellationRequested && seeds.TryDequeue(out ulong seed))
            {
                if (worker is null || worker.HasExited || worker.Cases >= CasesPerProcess)
                {
                    worker?.Dispose();
                    worker = await WorkerProcess.StartAsync(format, options.Limits);
                }

                CaseResult result = _known.Mark(await worker.RunAsync(format, seed));
                results.Add(result);
                progress.Add(result);
            }
        }
        finally
        {
            worker?.Dispose();
        }
    }
}
