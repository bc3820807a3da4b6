namespace Mce;

/// <summary>Makes the values of metrics of the observations in a window. Pure.</summary>
internal static class MetricReader
{
    /// <returns>Null when the metric has no value.</returns>
    public static double? Read(ScalingPolicy policy, ScalingState state, TimeSpan length)
    {
        ReadOnlySpan<ScalingObservation> window = state.Window.AsSpan();
        ScalingObservation now = window[^1];
        double? value = policy.Metric.Kind switch
        {
            ScalingMetricKind.InvocationsPerReplica => PerReplica(Arrivals(window, length), now),
            ScalingMetricKind.ConcurrentRequestsPerReplica => PerReplica(Aggregate(policy.Aggregation, window, static o => o.Outstanding), now),
            ScalingMetricKind.QueueDelay => QueueDelay(window),
            ScalingMetricKind.Cpu => Cpu(window),
            ScalingMetricKind.Memory => now.Memory is null ? null : Aggregate(policy.Aggregation, window, static o => o.Memory),
            _ => now.Custom.ContainsKey(policy.Metric) ? Aggregate(policy.Aggregation, window, o => o.Custom.TryGetValue(policy.Metric, out double v) ? v : null) : null,
        };
        return value ?? (policy.MissingData == MissingData.TreatAsZero ? 0 : null);
    }

    // Divided by the replicas of now, also where there were others during the window: so replicas × metric is the load, and replicas
    // that were just added don't make it look greater than it is.
    private static double? PerReplica(double? total, ScalingObservation now) => now.Load.Replicas > 0 ? total / now.Load.Replicas : null;

    // By the whole window, though it be not full yet: a rate is never extrapolated from a moment.
    private static double? Arrivals(ReadOnlySpan<ScalingObservation> window, TimeSpan length)
    {
        if (window.Length < 2) return null;
        TimeSpan seen = window[^1].Time - window[0].Time;
        // Requests that were cancelled while they waited are gone from the count.
        return Math.Max(0, window[^1].Arrivals - window[0].Arrivals) / (seen > length ? seen : length).TotalMinutes;
    }

    private static double? QueueDelay(ReadOnlySpan<ScalingObservation> window)
    {
        if (window.Length < 2) return null;
        ReplicaSample first = window[0].Load, last = window[^1].Load;
        long started = last.Completed + last.Running - first.Completed - first.Running;
        double mean = started > 0 ? (last.QueueTime - first.QueueTime).TotalMilliseconds / started : 0;
        return Math.Max(mean, last.OldestWait.TotalMilliseconds);
    }

    private static double? Cpu(ReadOnlySpan<ScalingObservation> window)
    {
        if (window.Length < 2) return null;
        TimeSpan seen = window[^1].Time - window[0].Time;
        return seen > TimeSpan.Zero ? Math.Max(0, 100 * (window[^1].CpuTime - window[0].CpuTime) / seen) : null;
    }

    private static double? Aggregate(MetricAggregation aggregation, ReadOnlySpan<ScalingObservation> window, Func<ScalingObservation, double?> select)
    {
        // The first lies before the window, or is the very first there is.
        double sum = 0, least = double.PositiveInfinity, most = double.NegativeInfinity;
        int count = 0;
        foreach (ScalingObservation observation in window.Length > 1 ? window[1..] : window)
        {
            if (select(observation) is not { } value) continue;
            sum += value;
            least = Math.Min(least, value);
            most = Math.Max(most, value);
            count++;
        }

        return count == 0
            ? null
            : aggregation switch
            {
                MetricAggregation.Minimum => least,
                MetricAggregation.Maximum => most,
                _ => sum / count,
            };
    }
}
