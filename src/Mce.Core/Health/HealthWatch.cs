using Microsoft.Extensions.Logging;

namespace Mce;

/// <summary>Looks at all containers now and then, so that a call that hangs is in the log also where nobody asks for health.</summary>
internal sealed class HealthWatch : IDisposable
{
    private static readonly TimeSpan LongestInterval = TimeSpan.FromSeconds(15);

    private readonly Telemetry _telemetry;
    private readonly TimeSpan _stuckAfter;
    private readonly ILogger _logger;
    private ITimer? _timer;

    /// <param name="telemetry">Knows the containers.</param>
    /// <param name="stuckAfter">From when on a call counts as hanging; zero = never.</param>
    /// <param name="logger">Told of those.</param>
    public HealthWatch(Telemetry telemetry, TimeSpan stuckAfter, ILogger logger)
    {
        _telemetry = telemetry;
        _stuckAfter = stuckAfter;
        _logger = logger;
    }

    public void Start()
    {
        if (_stuckAfter <= TimeSpan.Zero) return;
        // Four looks before a call counts as hanging: what is said of it is then at most a quarter late.
        TimeSpan interval = _stuckAfter / 4 < LongestInterval ? _stuckAfter / 4 : LongestInterval;
        _timer ??= _telemetry.TimeProvider.CreateTimer(static watch => ((HealthWatch)watch!).LookAround(), this, interval, interval);
    }

    /// <summary>How all containers are now.</summary>
    public IReadOnlyList<ContainerHealth> Look() =>
    [
        .. _telemetry.Targets
            .Where(t => t.Container is not null)
            .OrderBy(t => t.Endpoint, StringComparer.Ordinal)
            .ThenBy(t => t.Container, StringComparer.Ordinal)
            .Select(t => t.Watch.Look(_stuckAfter, _logger)),
    ];

    public void Dispose() => _timer?.Dispose();

    private void LookAround() => Look();
}
