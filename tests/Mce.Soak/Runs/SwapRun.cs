using Mce.Soak.Services;

namespace Mce.Soak.Runs;

/// <summary>Live changes and scalings, as fast as they go, while requests run; each answer must be that of a version that served then.</summary>
internal sealed class SwapRun(World world, int count, int callers, int seed)
{
    // Nothing may be refused: whoever comes finds room to wait.
    public const int QueueLength = 10_000;

    public Tally Tally { get; } = new();

    public async Task RunAsync(Progress progress, CancellationToken cancellationToken)
    {
        MceServer server = world.CreateServer();
        await server.StartAsync(CancellationToken.None);
        using var stop = new CancellationTokenSource();
        Task[] calls = [.. Enumerable.Range(0, callers).Select(i => new Caller(server, world.Services, Tally, new Weather(), seed + i).RunAsync(stop.Token))];

        var changer = new Changer(server, world, Tally, new Random(seed));
        var scaler = new Scaler(server, world, Tally, new Random(seed + 1));
        for (int made = 0; made < count && !cancellationToken.IsCancellationRequested; made += 2)
        {
            // Side by side, on two threads: they meet each other, too.
            await Task.WhenAll(Task.Run(changer.ChangeAsync, CancellationToken.None), Task.Run(scaler.ScaleAsync, CancellationToken.None));
            progress.Show(made, count, Tally);
        }

        stop.Cancel();
        await Task.WhenAll(calls);
        await server.DisposeAsync();
        Books.Check(world.Backend.Books, Tally);
    }
}
