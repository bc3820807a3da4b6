namespace Mce.Core.Tests.Server;

using System.Globalization;

/// <summary>Live changes, scalings and failures at random under load: no request is lost, none is answered by the wrong model.</summary>
public sealed class SwapSafetyTests
{
    // More for a long run: MCE_SWAP_CHANGES=100000.
    private static readonly int Changes = int.Parse(Environment.GetEnvironmentVariable("MCE_SWAP_CHANGES") ?? "2000", CultureInfo.InvariantCulture);

    [Theory]
    [InlineData(1)]
    public async Task ChangesAndScalings_UnderLoad_NoRequestIsLostOrAnsweredWrong(int seed)
    {
        const int Callers = 2;
        await using SwappedServer swapped = await SwappedServer.StartAsync();
        using var stop = new CancellationTokenSource();
        Task<int>[] callers = [.. Enumerable.Range(0, Callers).Select(i => Start(() => swapped.Call(new Random(seed * 1_000 + i), stop.Token)))];
        Task<int> scaler = Start(() => swapped.Scale(new Random(seed * 1_000 + 999)));

        var random = new Random(seed);
        try
        {
            for (int i = 0; i < Changes && !callers.Any(c => c.IsFaulted) && !scaler.IsFaulted; i++) await swapped.ChangeAsync(random);
        }
        finally
        {
            swapped.EndScaling();
            await stop.CancelAsync();
        }

        int[] answers = await Task.WhenAll(callers); // the first wrong or failed one is thrown here
        int scalings = await scaler;
        await swapped.EmptyAsync();
        Assert.All(answers, a => Assert.True(a > Changes / 10, $"Only {a} answers, and {scalings} scalings, for {Changes} changes: there was no load."));
        Assert.Equal(0, swapped.Test.Backend.Live);
        Assert.Empty(swapped.Test.Backend.Violations);
    }

    private static Task<int> Start(Func<int> function) => Task.Factory.StartNew(function, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
