using Microsoft.Extensions.Logging;

namespace Mce;

/// <summary>Observes one target, decides, asks the hooks and acts, once per interval.</summary>
/// <remarks>
/// A target is an endpoint's and a container's name. What stands behind the names may be replaced by a live change: the loop finds it
/// anew each time, and what it remembers stays.
/// </remarks>
internal sealed class TargetLoop(Func<IScalingTarget?> find, ScalingSetup setup, TimeProvider time, ILogger logger, Action<ScalingDecision> decided)
{
    private readonly Dictionary<ScalingMetric, MetricProbe> _probes = [];
    private ScalingPlan? _plan;
    private ScalingState _state = ScalingState.Initial;
    private Task _action = Task.CompletedTask;

    /// <summary>Runs until the target is gone or scaling stops.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset due = time.GetUtcNow();
        try
        {
            while (find() is { } target)
            {
                TimeSpan interval = target.Scaling.ObservationInterval;
                await ObserveAsync(target, cancellationToken).ConfigureAwait(false);
                due = Next(due, interval);
                TimeSpan wait = due - time.GetUtcNow();
                if (wait <= TimeSpan.Zero) continue;
                Task delay = Task.Delay(wait, time, cancellationToken);
                // The clock may have been set on before the delay began, which would then end an interval too late.
                if (time.GetUtcNow() < due) await delay.ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Stopped.
        }
        finally
        {
            await _action.ConfigureAwait(false);
        }
    }

    // By the clock and not from the end of the last: one that took longer leaves out what it missed.
    private DateTimeOffset Next(DateTimeOffset due, TimeSpan interval)
    {
        TimeSpan late = time.GetUtcNow() - due;
        return due + Math.Max(1, Math.Ceiling(late / interval)) * interval;
    }

    private async Task ObserveAsync(IScalingTarget target, CancellationToken cancellationToken)
    {
        string name = Name(target);
        ScalingDecision decision;
        ScalingPlan plan = Plan(target.Scaling);
        try
        {
            ReplicaSample load = target.Sample();
            DateTimeOffset now = time.GetUtcNow();
            var observation = new ScalingObservation
            {
                Time = now,
                Load = load,
                Minimum = target.Minimum,
                Maximum = target.Maximum,
                CpuTime = ProcessResources.CpuTime,
                Memory = 100 * ProcessResources.Memory,
                Custom = await AskAsync(target, plan, load, now, cancellationToken).ConfigureAwait(false),
            };
            (decision, _state) = ScalingRules.Decide(target.Endpoint, target.Container, plan, _state, observation);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            ScalingLog.ObservationFailed(logger, name, e);
            return;
        }

        decision = await ConsultAsync(decision, name, cancellationToken).ConfigureAwait(false);
        _state = _state.After(decision, plan);
        if (decision.Action != ScalingAction.Stay) ScalingLog.Decided(logger, name, decision.Reason);
        Publish(decision);
        cancellationToken.ThrowIfCancellationRequested();
        if (decision.Action == ScalingAction.Stay) return;
        // Not awaited: loading a replica or draining a long call may take longer than the interval, and looking on is what tells that
        // still more is needed.
        Task action = ActAsync(target, decision.To, name, cancellationToken);
        _action = _action.IsCompleted ? action : Task.WhenAll(_action, action);
    }

    private ScalingPlan Plan(ScalingConfig config)
    {
        if (_plan?.Config == config) return _plan;
        _plan = new ScalingPlan(config);
        foreach (ScalingMetric gone in _probes.Keys.Except(_plan.CustomMetrics).ToArray()) _probes.Remove(gone);
        return _plan;
    }

    private async Task<Dictionary<ScalingMetric, double>> AskAsync(IScalingTarget target, ScalingPlan plan, ReplicaSample load, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var values = new Dictionary<ScalingMetric, double>();
        var asked = new List<(ScalingMetric Metric, Task<double?> Value)>();
        foreach (ScalingMetric metric in plan.CustomMetrics)
        {
            if (!_probes.TryGetValue(metric, out MetricProbe? probe))
            {
                if (setup.Find(metric) is not { } callback) continue;
                _probes[metric] = probe = new MetricProbe(callback, time, logger);
            }

            var context = new ScalingMetricContext(target.Endpoint, target.Container, metric, load.Replicas, now);
            // Half an interval, so that a slow one doesn't make the whole target late.
            asked.Add((metric, probe.ReadAsync(context, Name(target), plan.Config.ObservationInterval / 2, cancellationToken)));
        }

        foreach ((ScalingMetric metric, Task<double?> value) in asked)
        {
            if (await value.ConfigureAwait(false) is { } number) values[metric] = number;
        }

        return values;
    }

    private async Task<ScalingDecision> ConsultAsync(ScalingDecision decision, string name, CancellationToken cancellationToken)
    {
        foreach (IScalingHook hook in setup.Hooks)
        {
            string type = hook.GetType().Name;
            try
            {
                decision = ScalingRules.Apply(decision, await AskAsync(hook, decision, name, cancellationToken).ConfigureAwait(false), type);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                ScalingLog.HookFailed(logger, type, name, e);
            }
        }

        return decision;
    }

    // On the pool: it may block before its first await. At the stop it is let go: it has its token.
    private async Task<ScalingVerdict> AskAsync(IScalingHook hook, ScalingDecision decision, string name, CancellationToken cancellationToken)
    {
        Task<ScalingVerdict> asked = Task.Run(() => hook.OnDecisionAsync(decision, cancellationToken).AsTask(), CancellationToken.None);
        TimeSpan interval = _plan!.Config.ObservationInterval;
        try
        {
            return await asked.WaitAsync(interval, time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException) when (!asked.IsCompleted)
        {
            ScalingLog.HookSlow(logger, hook.GetType().Name, name, interval);
            return await asked.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private void Publish(ScalingDecision decision)
    {
        try
        {
            decided(decision);
        }
        catch (Exception e)
        {
            ScalingLog.SubscriberFailed(logger, e);
        }
    }

    private async Task ActAsync(IScalingTarget target, int replicas, string name, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Run(() => target.ScaleAsync(replicas, cancellationToken), CancellationToken.None).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Scaling stops.
        }
        catch (ObjectDisposedException)
        {
            // Replaced by a live change: the next interval looks at what took its place.
        }
        catch (Exception e)
        {
            ScalingLog.ActionFailed(logger, name, replicas, e);
        }
    }

    private static string Name(IScalingTarget target) => target.Container is null ? $"endpoint '{target.Endpoint}'" : $"container '{target.Container}' of endpoint '{target.Endpoint}'";
}
