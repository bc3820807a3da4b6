using System.Globalization;

namespace Mce;

/// <summary>Finds every mistake in the scaling of an endpoint and its containers.</summary>
internal static class ScalingValidator
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <param name="endpoint">The endpoint.</param>
    /// <param name="options">What containers that don't say how many replicas they have get.</param>
    /// <param name="metrics">The names of the registered custom metrics.</param>
    /// <param name="errors">Where the mistakes go.</param>
    public static void Validate(EndpointConfig endpoint, MceOptions options, IReadOnlyCollection<string> metrics, ICollection<MceException> errors)
    {
        foreach (ContainerConfig container in endpoint.Containers)
        {
            if (container.Scaling is { } scaling) new Check(endpoint.Name, container.Name, metrics, errors).Run(scaling, Bounds(container, options), $"container '{container.Name}'");
        }

        if (endpoint.Scaling is not { } common) return;
        // The endpoint's replicas are as many as its containers without scaling of their own bear.
        ContainerConfig[] containers = [.. endpoint.Containers.Where(c => c.Scaling is null)];
        var check = new Check(endpoint.Name, null, metrics, errors);
        if (containers.Length > 0) check.Run(common, (containers.Min(c => Bounds(c, options).Minimum), containers.Max(c => Bounds(c, options).Maximum), 0), "its containers");
        else check.Add($"the endpoint is scaled as a whole, and so is each of its containers by itself: nothing is left to scale. Keep one");
    }

    /// <summary>Between how many replicas a container's groups allow, and how many it begins with, over all groups that aren't wrong in themselves.</summary>
    public static (int Minimum, int Maximum, int Count) Bounds(ContainerConfig container, MceOptions options)
    {
        int minimum = 0, maximum = 0, total = 0;
        foreach (InstanceGroupConfig group in container.Groups)
        {
            // A minimum over the maximum is reported where the groups are checked.
            if (group.Minimum > group.Maximum) continue;
            GroupBounds bounds = GroupBounds.Of(group, options.DefaultInstanceCount);
            minimum += bounds.Minimum;
            maximum += bounds.Maximum;
            total += bounds.Count;
        }

        return (minimum, maximum, total);
    }

    private sealed class Check(string endpoint, string? container, IReadOnlyCollection<string> metrics, ICollection<MceException> errors)
    {
        public void Add(FormattableString message) => errors.Add(ConfigurationErrors.Invalid($"Scaling: {FormattableString.Invariant(message)}.", endpoint, container));

        public void Run(ScalingConfig config, (int Minimum, int Maximum, int Count) bounds, string whose)
        {
            if (bounds.Maximum > 0 && bounds.Minimum == bounds.Maximum && config.Policies.Count > 0)
                Add($"the instance groups of {whose} allow {bounds.Minimum} replicas at least and at most, so the policies have nothing to decide. Set MinInstanceCount and MaxInstanceCount, or leave Scaling out");
            if (config.Policies.Count == 0 && config.ScheduledActions.Count == 0) Add($"it has neither policies nor scheduled actions; leave it out");
            Span(nameof(config.ObservationInterval), config.ObservationInterval, TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(1));
            Span(nameof(config.Window), config.Window, config.ObservationInterval, Day);
            Span(nameof(config.ScaleOutCooldown), config.ScaleOutCooldown, TimeSpan.Zero, Day);
            Span(nameof(config.ScaleInCooldown), config.ScaleInCooldown, TimeSpan.Zero, Day);
            Span(nameof(config.IdleBeforeZero), config.IdleBeforeZero, TimeSpan.Zero, Day);
            if (!(config.ScaleInHeadroom is >= 0 and <= 0.9)) Add($"{nameof(config.ScaleInHeadroom)} is {config.ScaleInHeadroom}; it must be from 0 to 0.9");
            Unique("policies", config.Policies.Select(p => p.Name));
            Unique("scheduled actions", config.ScheduledActions.Select(a => a.Name));
            foreach (ScalingPolicy policy in config.Policies) Policy(policy);
            foreach (ScheduledAction action in config.ScheduledActions) Action(action, (bounds.Minimum, bounds.Maximum));
        }

        private void Policy(ScalingPolicy policy)
        {
            string who = $"policy '{policy.Name}'";
            if (string.IsNullOrWhiteSpace(policy.Name)) Add($"a policy has no name");
            if (policy.Metric is { Kind: ScalingMetricKind.Custom, Callback: null } && !metrics.Contains(policy.Metric.ToString()) && !metrics.Contains(policy.Metric.Name))
                Add($"{who} is on the metric '{policy.Metric}', which doesn't exist. There are {string.Join(", ", ScalingMetric.Known.Select(m => m.Name).Concat(metrics.Order(StringComparer.Ordinal)))}; others are registered with {nameof(MceServerBuilder)}.{nameof(MceServerBuilder.AddScalingMetric)}");
            Defined(who, nameof(policy.Aggregation), policy.Aggregation);
            Defined(who, nameof(policy.MissingData), policy.MissingData);
            if (policy is TargetTrackingPolicy tracking)
            {
                if (!double.IsFinite(tracking.TargetValue) || tracking.TargetValue <= 0) Add($"{who} has the target {tracking.TargetValue}; it must be above 0");
                Span($"{who}: {nameof(tracking.ScaleOutCooldown)}", tracking.ScaleOutCooldown ?? default, TimeSpan.Zero, Day);
                Span($"{who}: {nameof(tracking.ScaleInCooldown)}", tracking.ScaleInCooldown ?? default, TimeSpan.Zero, Day);
            }
            else if (policy is StepPolicy step)
            {
                if (!double.IsFinite(step.Threshold)) Add($"{who} has the threshold {step.Threshold}; it must be a number");
                Span($"{who}: {nameof(step.Cooldown)}", step.Cooldown ?? default, TimeSpan.Zero, Day);
                Defined(who, nameof(step.AdjustmentType), step.AdjustmentType);
                if (step.MinAdjustmentMagnitude is { } least && (least < 1 || step.AdjustmentType != StepAdjustmentType.PercentChangeInCapacity))
                    Add($"{who} has the MinAdjustmentMagnitude {least}; it must be at least 1, and goes with PercentChangeInCapacity alone");
                Steps(who, step);
            }
        }

        // AWS's rules for step adjustments.
        private void Steps(string who, StepPolicy policy)
        {
            StepAdjustment[] steps = [.. policy.Steps.OrderBy(s => s.MetricIntervalLowerBound ?? double.NegativeInfinity)];
            if (steps.Length == 0) Add($"{who} has no steps");
            foreach (StepAdjustment step in steps)
            {
                if (step.MetricIntervalLowerBound is { } from && !double.IsFinite(from) || step.MetricIntervalUpperBound is { } to && !double.IsFinite(to))
                    Add($"{who} has a step {Name(step)}, whose bounds must be numbers; leave one out for none");
                if (step is { MetricIntervalLowerBound: null, MetricIntervalUpperBound: null }) Add($"{who} has a step without any bound");
                if (step.MetricIntervalLowerBound is { } lower && step.MetricIntervalUpperBound is { } upper && !(lower < upper)) Add($"{who} has a step from {lower} to {upper}, which is empty");
                if (policy.AdjustmentType == StepAdjustmentType.ExactCapacity && step.ScalingAdjustment < 0) Add($"{who} has a step to the capacity {step.ScalingAdjustment}; it must not be negative");
            }

            foreach ((StepAdjustment left, StepAdjustment right) in steps.Zip(steps.Skip(1)))
            {
                double end = left.MetricIntervalUpperBound ?? double.PositiveInfinity, begin = right.MetricIntervalLowerBound ?? double.NegativeInfinity;
                if (end > begin) Add($"{who} has steps that overlap: {Name(left)} and {Name(right)}");
                else if (end < begin) Add($"{who} has a gap between its steps {Name(left)} and {Name(right)}");
            }

            if (steps.Any(s => s.MetricIntervalLowerBound < 0) && steps.All(s => s.MetricIntervalLowerBound is not null)) Add($"{who} has a step below the threshold and none without a lower bound: further below nothing would happen");
            if (steps.Any(s => s.MetricIntervalUpperBound > 0) && steps.All(s => s.MetricIntervalUpperBound is not null)) Add($"{who} has a step above the threshold and none without an upper bound: further above nothing would happen");
        }

        private void Action(ScheduledAction action, (int Minimum, int Maximum) bounds)
        {
            string who = $"scheduled action '{action.Name}'";
            if (string.IsNullOrWhiteSpace(action.Name)) Add($"a scheduled action has no name");
            if (Recurrence.TryParse(action, out string problem) is null) Add($"{who} has the schedule '{action.Schedule}', which can't be followed: {problem}");
            if (action.MinCapacity is null && action.MaxCapacity is null) Add($"{who} sets neither MinCapacity nor MaxCapacity");
            if (action.MinCapacity > action.MaxCapacity) Add($"{who} has the MinCapacity {action.MinCapacity} over its MaxCapacity {action.MaxCapacity}");
            if (action.StartTime >= action.EndTime) Add($"{who} ends before it starts");
            Bound(who, nameof(action.MinCapacity), action.MinCapacity, bounds);
            Bound(who, nameof(action.MaxCapacity), action.MaxCapacity, bounds);
        }

        private void Bound(string who, string name, int? value, (int Minimum, int Maximum) bounds)
        {
            if (bounds.Maximum > 0 && (value < bounds.Minimum || value > bounds.Maximum)) Add($"{who} has the {name} {value}; the instance groups allow {bounds.Minimum} to {bounds.Maximum}");
        }

        private void Defined<T>(string who, string name, T value)
            where T : struct, Enum
        {
            if (!Enum.IsDefined(value)) Add($"{who} has the {name} {value}; it must be {string.Join(" or ", Enum.GetNames<T>())}");
        }

        private void Unique(string what, IEnumerable<string> names)
        {
            foreach (IGrouping<string, string> twins in names.GroupBy(n => n, StringComparer.Ordinal).Where(g => g.Count() > 1)) Add($"{twins.Count()} {what} are named '{twins.Key}'; names must be unique");
        }

        private void Span(string name, TimeSpan value, TimeSpan least, TimeSpan most)
        {
            if (value < least || value > most) Add($"{name} is {value}; it must be from {least} to {most}");
        }

        private static string Name(StepAdjustment step) => string.Create(CultureInfo.InvariantCulture, $"({step.MetricIntervalLowerBound ?? double.NegativeInfinity}, {step.MetricIntervalUpperBound ?? double.PositiveInfinity})");
    }
}
