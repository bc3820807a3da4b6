using Microsoft.Extensions.Logging;

namespace Mce;

/// <summary>Keeps the replicas of all targets at what their policies want. Thread-safe.</summary>
/// <remarks>
/// Each target has a loop of its own, so that one with a slow hook, metric or model holds up no other. After each live change call
/// <see cref="Refresh"/>: new targets get a loop; those that only were replaced keep theirs, with its cooldowns.
/// </remarks>
internal sealed class Autoscaler : IAsyncDisposable
{
    // What doesn't stop when told to isn't waited for longer.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Func<IReadOnlyList<IScalingTarget>> _targets;
    private readonly ScalingSetup _setup;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Action<ScalingDecision> _decided;
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Endpoint, string? Container), Task> _loops = [];
    private readonly CancellationTokenSource _stop = new();
    private Task? _stopping;

    /// <param name="targets">What is to be scaled now. Called often, from any thread.</param>
    /// <param name="setup">Hooks and custom metrics.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">The log.</param>
    /// <param name="decided">Gets each decision as the hooks left it, from any thread.</param>
    public Autoscaler(Func<IReadOnlyList<IScalingTarget>> targets, ScalingSetup setup, TimeProvider time, ILogger logger, Action<ScalingDecision> decided)
    {
        _targets = targets;
        _setup = setup;
        _time = time;
        _logger = logger;
        _decided = decided;
    }

    /// <summary>Begins. Returns at once.</summary>
    public void Start() => Refresh();

    /// <summary>Takes up targets that are new. Those that are gone end by themselves. After the stop it does nothing.</summary>
    public void Refresh()
    {
        lock (_gate)
        {
            if (_stopping is not null) return;
            foreach (IScalingTarget target in _targets())
            {
                (string, string?) key = (target.Endpoint, target.Container);
                if (_loops.ContainsKey(key)) continue;
                _loops[key] = Task.Run(() => new TargetLoop(() => Find(key), _setup, _time, _logger, _decided).RunAsync(_stop.Token), CancellationToken.None);
            }
        }
    }

    /// <summary>Ends, and waits for what runs: a few seconds at most. No target is scaled after it.</summary>
    public Task StopAsync(CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            _stopping ??= Task.Run(EndAsync, CancellationToken.None);
            return _stopping.WaitAsync(cancellationToken);
        }
    }

    public async ValueTask DisposeAsync() => await StopAsync().ConfigureAwait(false);

    private IScalingTarget? Find((string Endpoint, string? Container) key)
    {
        // Under the lock, so that a target that comes back finds either this loop or a new one.
        lock (_gate)
        {
            foreach (IScalingTarget target in _targets())
            {
                if (target.Endpoint == key.Endpoint && target.Container == key.Container) return target;
            }

            _loops.Remove(key);
            return null;
        }
    }

    private async Task EndAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        Task all;
        lock (_gate) all = Task.WhenAll(_loops.Values);
        try
        {
            // By the system's clock: this is against what hangs, and a fake clock may never move again.
            await all.WaitAsync(Patience, TimeProvider.System).ConfigureAwait(false);
            _stop.Dispose();
        }
        catch (TimeoutException)
        {
            ScalingLog.StopGaveUp(_logger);
        }
    }
}
