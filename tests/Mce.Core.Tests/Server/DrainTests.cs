using Mce.Core.Tests.Diagnostics;
using Mce.Core.Tests.Plugins;

namespace Mce.Core.Tests.Server;

public sealed class DrainTests
{
    [Fact]
    public async Task StopAsync_CallHangs_SaysWhichContainerHowManyCallsAndSinceWhen()
    {
        var time = new TimerTellingTime();
        var log = new ListLoggerFactory();
        using var gate = new GatedModel();
        await using TestServer server = await ObservedServers.DirectAsync(
            gate.Model, b => b.UseTimeProvider(time).UseLoggerFactory(log).Configure(o => o.DrainTimeout = TimeSpan.FromSeconds(7)), instances: 2);
        using InferenceTensor x = ObservedServers.Input();
        Task[] calls = [.. Enumerable.Range(0, 2).Select(_ => Task.Run(() => server.InvokeAsync(TestServer.Request(x))))];
        foreach (Task _ in calls) await gate.EnteredAsync();
        string since = time.GetUtcNow().ToString("u");

        Task stop = server.Server.StopAsync();
        await time.BeginsToWaitAsync(TimeSpan.FromSeconds(5));
        time.Advance(TimeSpan.FromSeconds(5));
        await time.BeginsToWaitAsync(TimeSpan.FromSeconds(2));
        Assert.False(stop.IsCompleted);
        string what = $"endpoint 'e', container 'c': 2 calls run, the longest since {since} or before; 0 wait.";
        Assert.Single(log.Entries, e => e.Message == "A stop or change has waited 00:00:05 for " + what);

        time.Advance(TimeSpan.FromSeconds(2));
        await stop;
        Assert.Single(log.Entries, e => e.Message == $"E{what[1..]} That is after 00:00:07: the wait is given up, and the models stay in memory.");
        gate.Open(2);
        await Task.WhenAll(calls);
    }

    [Fact]
    public async Task StopAsync_NothingRuns_SaysNothingButThatItIsThrough()
    {
        var log = new ListLoggerFactory();
        await using TestServer server = await ObservedServers.DirectAsync(ScriptedModel.Add(1), b => b.UseLoggerFactory(log));

        await server.Server.StopAsync();

        Assert.Single(log.Entries, e => e.Message.StartsWith("Drained in", StringComparison.Ordinal));
        Assert.DoesNotContain(log.Entries, e => e.Message.Contains("has waited", StringComparison.Ordinal));
    }
}
