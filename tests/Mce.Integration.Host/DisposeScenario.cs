namespace Mce.Integration.Host;

/// <summary>
/// Callers that hammer a server while somebody else disposes their tensors, their responses and at last the server. Nothing
/// but right answers, <see cref="ObjectDisposedException"/> and "not ready" may come out of it, and the process must live.
/// </summary>
internal static class DisposeScenario
{
    private const int Callers = 4;
    private const int CallsBeforeDisposing = 200;
    private const int MeetingsPerRound = 10;
    private const int MostDisposals = 20_000;

    public static async Task RunAsync(Example example, int rounds)
    {
        var totals = new DisposeTotals();
        for (int round = 0; round < rounds; round++) await RunRoundAsync(example, totals, round);
        GC.Collect();
        GC.WaitForPendingFinalizers(); // responses that nobody disposed
        Console.WriteLine(totals);
        Console.WriteLine("ok");
    }

    private static async Task RunRoundAsync(Example example, DisposeTotals totals, int round)
    {
        MceServer server = example.CreateBuilder().Configure(o => o.DefaultInstanceCount = 1 + (round % 2)).Build();
        await server.StartAsync();
        DisposeCaller[] callers = [.. Enumerable.Range(0, Callers).Select(i => new DisposeCaller(server, example, totals, first: i))];
        Task[] calling = [.. callers.Select(c => Task.Factory.StartNew(c.Run, TaskCreationOptions.LongRunning))];

        SpinWait.SpinUntil(() => callers.Sum(c => c.Answered) >= CallsBeforeDisposing || calling.Any(c => c.IsCompleted));
        DisposeTensors(callers, totals);

        // Either of them may come first, and both at once.
        await Task.WhenAll(Task.Run(() => server.StopAsync()), Task.Run(async () => await server.DisposeAsync()));
        await Task.WhenAll(calling);
        await server.DisposeAsync();
        foreach (DisposeCaller caller in callers) caller.CheckKept();
        await RefusesAsync(server, example);
    }

    /// <summary>Goes on until it has hit callers in the middle of a call, and of reading, often enough.</summary>
    private static void DisposeTensors(DisposeCaller[] callers, DisposeTotals totals)
    {
        (int tensors, int responses) = (totals.DisposedTensors, totals.DisposedResponses);
        for (int i = 0; i < MostDisposals; i++)
        {
            DisposeCaller victim = callers[i % Callers];
            switch (i / Callers % 3)
            {
                case 0: victim.CurrentInput?.Dispose(); break;
                case 1: victim.CurrentOutput?.Dispose(); break;
                default: victim.DisposeCurrentResponse(); break;
            }

            if (totals.DisposedTensors - tensors >= MeetingsPerRound && totals.DisposedResponses - responses >= MeetingsPerRound) break;
            if (i % 64 == 0) Thread.Yield();
        }
    }

    private static async Task RefusesAsync(MceServer server, Example example)
    {
        InferenceRequest request = example.CreateRequest(0, out InferenceTensor input);
        try
        {
            await server.InvokeAsync(request);
        }
        catch (ObjectDisposedException)
        {
            input.Dispose();
            return;
        }

        throw new InvalidOperationException("A disposed server answered.");
    }
}
