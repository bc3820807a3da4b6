using System.Collections.Concurrent;
using System.Diagnostics;

namespace Mce.AspNetCore.Abuse;

/// <summary>The verb <c>run</c>.</summary>
internal static class AbuseRun
{
    private const int Clients = 32;
    private const int MaxShown = 20;

    // From the first third on: pools and buffers are filled by then. A leak of 1 KB for each request would show as 7 MB of 10,000.
    private const long MaxManagedGrowth = 4 << 20;
    private const long MaxResidentGrowth = 64 << 20;

    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(int cases, int seed, bool lie, TextWriter output, CancellationToken cancellationToken)
    {
        long began = Stopwatch.GetTimestamp();
        using ServerProcess server = await ServerProcess.StartAsync(lie);
        var faults = new ConcurrentQueue<string>();
        var counts = new ConcurrentDictionary<string, int>();

        await PlayAsync(0, cases / 3);
        (long managed, long resident) = await server.ReadMemoryAsync();
        await PlayAsync(cases / 3, cases);
        (long managedAfter, long residentAfter) = await server.ReadMemoryAsync();
        if (!server.IsAlive) faults.Enqueue("the server is gone");
        if (managedAfter - managed > MaxManagedGrowth) faults.Enqueue($"managed memory grew by {managedAfter - managed:N0} bytes");
        if (residentAfter - resident > MaxResidentGrowth) faults.Enqueue($"resident memory grew by {residentAfter - resident:N0} bytes");
        if (await AbuseClient.PlayAsync(server.Address, AbuseCases.Right(new Random(seed))) is { } silent) faults.Enqueue($"afterwards a right request gets {silent}");
        if (await server.EndAsync() is not 0) faults.Enqueue("the server didn't end by itself, with exit code 0");

        foreach ((string name, int count) in counts.OrderBy(c => c.Key, StringComparer.Ordinal)) await output.WriteLineAsync($"{count,6}  {name}");
        await output.WriteLineAsync($"{cases} requests of {AbuseCases.Count} kinds, seed {seed}, in {Stopwatch.GetElapsedTime(began).TotalSeconds:F1} s");
        await output.WriteLineAsync($"memory {managed >> 10:N0} KB managed, {resident >> 20} MB resident after a third, {managedAfter >> 10:N0} KB and {residentAfter >> 20} MB at the end");
        foreach (string fault in faults.Take(MaxShown)) await output.WriteLineAsync($"FAULT {fault}");
        await output.WriteLineAsync($"faults {faults.Count}");
        return faults.IsEmpty ? 0 : 1;

        Task PlayAsync(int from, int to) => Parallel.ForAsync(
            from,
            to,
            new ParallelOptions { MaxDegreeOfParallelism = Clients, CancellationToken = cancellationToken },
            async (index, _) =>
            {
                AbuseCase played = AbuseCases.Make(seed, index);
                counts.AddOrUpdate(played.Name, 1, (_, count) => count + 1);
                if (await AbuseClient.PlayAsync(server.Address, played) is { } fault) faults.Enqueue($"case {index}, {played.Name}: {fault}");
            });
    }
}
