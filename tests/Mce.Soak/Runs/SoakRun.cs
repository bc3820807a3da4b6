using System.Globalization;
using Mce.Soak.Memory;
using Mce.Soak.Services;

namespace Mce.Soak.Runs;

/// <summary>Everything at once for minutes: changes, scalings, cancellations, deadlines and bursts; memory is watched.</summary>
internal sealed class SoakRun(World world, TimeSpan duration, int callers, int seed)
{
    // More than ever call at a time when there is no burst, and far fewer than a burst brings.
    public const int QueueLength = 16;

    private const int BurstCallers = 64;
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan Burst = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ChangePause = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan ScalePause = TimeSpan.FromMilliseconds(10);

    private readonly Weather _weather = new();

    public Tally Tally { get; } = new();

    public MemorySampler Memory { get; } = new();

    public async Task RunAsync(Progress progress, CancellationToken cancellationToken)
    {
        if (callers > QueueLength) throw new InvalidOperationException($"At most {QueueLength} callers: without a burst, nothing may be refused.");
        MceServer server = world.CreateServer();
        await server.StartAsync(CancellationToken.None);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        stop.CancelAfter(duration);

        var changer = new Changer(server, world, Tally, new Random(seed));
        var scaler = new Scaler(server, world, Tally, new Random(seed + 1));
        await Task.WhenAll(
        [
            Memory.RunAsync(sample => Show(progress, sample), stop.Token),
            RepeatAsync(changer.ChangeAsync, ChangePause, stop.Token),
            RepeatAsync(scaler.ScaleAsync, ScalePause, stop.Token),
            BurstsAsync(server, stop.Token),
            .. Enumerable.Range(0, callers).Select(i => CreateCaller(server, world.Services, seed + 2 + i).RunAsync(stop.Token)),
        ]);

        await server.DisposeAsync();
        Books.Check(world.Backend.Books, Tally);
        // A soak that soaked nothing is none.
        foreach (Event expected in (Event[])[Event.Changed, Event.Scaled, Event.Answered, Event.Cancelled, Event.Expired, Event.Overloaded])
            if (Tally[expected] == 0 && duration > Calm + Burst) Tally.Fault(Event.Failed, $"nothing was {expected.ToString().ToLowerInvariant()} in all that time.");
    }

    private Caller CreateCaller(MceServer server, IReadOnlyList<Service> services, int number) =>
        new(server, services, Tally, _weather, number) { Cancelled = 50, Hurried = 50 };

    private async Task BurstsAsync(MceServer server, CancellationToken stop)
    {
        var random = new Random(seed);
        for (int number = 1_000; await PauseAsync(Calm, stop); number += BurstCallers)
        {
            IReadOnlyList<Service> target = [world.SlowServices[random.Next(world.SlowServices.Count)]];
            using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
            end.CancelAfter(Burst);
            _weather.Turn();
            await Task.WhenAll(Enumerable.Range(number, BurstCallers).Select(i => CreateCaller(server, target, i).RunAsync(end.Token)));
            _weather.Turn();
        }
    }

    private static async Task RepeatAsync(Func<Task> action, TimeSpan pause, CancellationToken stop)
    {
        while (await PauseAsync(pause, stop)) await action();
    }

    private static async Task<bool> PauseAsync(TimeSpan time, CancellationToken stop)
    {
        await Task.Delay(time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !stop.IsCancellationRequested;
    }

    private void Show(Progress progress, MemorySample sample) => progress.Show(
        (long)sample.Seconds,
        (long)Math.Ceiling(duration.TotalSeconds),
        string.Create(CultureInfo.InvariantCulture, $"resident {sample.Resident >> 20} MiB, managed {sample.Managed / 1048576.0:F1} MiB; {Tally}"));
}
