using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Mce;

/// <summary>What is known of one container's health between looks at it. Thread-safe.</summary>
internal sealed class ContainerWatch(TargetTelemetry target, TimeProvider timeProvider)
{
    private readonly Lock _gate = new();
    private readonly CallWatch _calls = new(timeProvider);
    private readonly FailureWatch _failures = new();
    private LongCall? _reported;

    /// <summary>Looks at the container, and logs a call that hangs, once, and that it came back.</summary>
    public ContainerHealth Look(TimeSpan stuckAfter, ILogger logger)
    {
        lock (_gate)
        {
            _calls.Look(target.Slots());
            target.TrySample(out ReplicaTotals totals);
            _failures.Look(totals.Completed - totals.Failed, target.ModelFailures);
            bool isStuck = stuckAfter > TimeSpan.Zero && _calls.Longest is { } longest && longest.Duration >= stuckAfter;
            Report(isStuck, logger);
            (ContainerState state, string detail) = Describe(isStuck, totals);
            return new ContainerHealth(target.Endpoint, target.Container!, state, detail)
            {
                LongestCall = _calls.Longest?.Duration ?? TimeSpan.Zero,
                LongestCallSince = _calls.Longest?.Since,
            };
        }
    }

    private void Report(bool isStuck, ILogger logger)
    {
        if (_reported is { } reported && !ReferenceEquals(reported.Identity, _calls.Longest?.Identity))
        {
            Log.CallCameBack(logger, target.Endpoint, target.Container!, reported.Since);
            _reported = null;
        }

        if (!isStuck || _reported is not null) return;
        LongCall call = _calls.Longest!.Value;
        Log.CallHangs(logger, target.Endpoint, target.Container!, call.Since, call.Duration);
        _reported = call;
    }

    private (ContainerState State, string Detail) Describe(bool isStuck, ReplicaTotals totals)
    {
        if (isStuck)
        {
            LongCall call = _calls.Longest!.Value;
            return (ContainerState.Stuck, string.Create(
                CultureInfo.InvariantCulture,
                $"A call has run since {call.Since:u}, {call.Duration.TotalSeconds:0} s or more, and doesn't come back; {totals.Slots - totals.Running} of {totals.Slots} slots are free."));
        }

        return target.Phase switch
        {
            TargetPhase.Loading => (ContainerState.Loading, "The model is being loaded or warmed."),
            TargetPhase.Draining => (ContainerState.Draining, string.Create(CultureInfo.InvariantCulture, $"The last requests are being served: {totals.Running} run, {totals.Waiting} wait.")),
            _ when _failures.IsFailing => (ContainerState.Failing, "Since its last good answer the model failed five times or more."),
            _ => (ContainerState.Ready, string.Create(CultureInfo.InvariantCulture, $"{totals.Replicas} replicas; {totals.Running} requests run, {totals.Waiting} wait.")),
        };
    }
}
