using System.Diagnostics.Metrics;

namespace Mce;

/// <summary>Every instrument that costs nothing until somebody reads it: counts that lie in the replicas, and what is so at the moment.</summary>
internal sealed class ObservedInstruments
{
    private readonly Telemetry _telemetry;
    private readonly ProcessUsage _usage;

    public ObservedInstruments(Meter meter, Telemetry telemetry, ProcessUsage usage)
    {
        _telemetry = telemetry;
        _usage = usage;

        meter.CreateObservableCounter("mce.calls", () => Each(t => t.Completed), "{call}", "Calls of containers that ended, well or not.");
        meter.CreateObservableCounter("mce.call.failures", () => Each(t => t.Failed), "{call}", "Calls of containers that ended with an error.");
        meter.CreateObservableCounter("mce.errors", Errors, "{error}", "Errors that callers got, by kind.");
        meter.CreateObservableCounter("mce.rejections", Rejections, "{request}", "Requests that never ran: the queue was full, or they left it at their deadline or with their caller.");
        meter.CreateObservableUpDownCounter("mce.requests.active", () => Each(t => t.Running + t.Waiting), "{request}", "Requests that run or wait.");
        meter.CreateObservableGauge("mce.queue.length", () => Each(t => t.Waiting), "{request}", "Requests that wait for a replica.");
        meter.CreateObservableGauge("mce.queue.oldest", () => EachSeconds(t => t.OldestWait), "s", "How long the first in the queue has waited.");
        meter.CreateObservableGauge("mce.replicas", () => Each(t => t.Replicas), "{replica}", "Replicas that take requests.");
        meter.CreateObservableGauge("mce.replicas.desired", () => Each(t => t.Desired), "{replica}", "Replicas that are wanted.");
        meter.CreateObservableGauge("mce.replica.slots", () => Each(t => t.Slots), "{slot}", "Calls that can run at a time.");
        meter.CreateObservableGauge("mce.replica.slots.busy", () => Each(t => t.Running), "{slot}", "Calls that run.");
        meter.CreateObservableCounter("mce.observer.dropped", Dropped, "{event}", "Events that an observer was too slow for.");

        meter.CreateObservableGauge("mce.process.cpu.utilization", () => One(_usage.Cpu), "1", "Share of the processors that the process may use; all of them = 1.");
        meter.CreateObservableGauge("mce.process.memory.usage", () => One<long>(ProcessUsage.MemoryBytes), "By", "Memory that the process holds.");
        meter.CreateObservableGauge("mce.process.memory.utilization", () => One<double>(ProcessResources.Memory), "1", "The same as a share of what it may hold.");
        meter.CreateObservableGauge("mce.disk.utilization", () => One(_usage.Disk), "1", "Share of the models' disk that is taken.");
        if (!usage.HasGpus) return;
        meter.CreateObservableGauge("mce.gpu.utilization", () => Gpus(g => g.Utilization), "1", "Share of the time that the GPU computed.");
        meter.CreateObservableGauge("mce.gpu.memory.utilization", () => Gpus(g => g.Memory), "1", "Share of the GPU's memory that is taken.");
    }

    private List<Measurement<long>> Each(Func<ReplicaTotals, long> value)
    {
        var measurements = new List<Measurement<long>>();
        foreach (TargetTelemetry target in _telemetry.Targets)
            if (target.TrySample(out ReplicaTotals totals)) measurements.Add(new(value(totals), target.Tags));
        return measurements;
    }

    private List<Measurement<double>> EachSeconds(Func<ReplicaTotals, TimeSpan> value)
    {
        var measurements = new List<Measurement<double>>();
        foreach (TargetTelemetry target in _telemetry.Targets)
            if (target.TrySample(out ReplicaTotals totals)) measurements.Add(new(value(totals).TotalSeconds, target.Tags));
        return measurements;
    }

    private List<Measurement<long>> Rejections()
    {
        var measurements = new List<Measurement<long>>();
        foreach (TargetTelemetry target in _telemetry.Targets)
        {
            if (!target.TrySample(out ReplicaTotals totals)) continue;
            measurements.Add(new(totals.Rejected, [.. target.Tags, new(TagNames.Reason, "full")]));
            measurements.Add(new(totals.GivenUp, [.. target.Tags, new(TagNames.Reason, "given_up")]));
        }

        return measurements;
    }

    private IEnumerable<Measurement<long>> Errors() =>
        _telemetry.Targets.SelectMany(t => t.Errors).Concat(_telemetry.Strays).Select(e => new Measurement<long>(e.Count, e.Tags));

    private List<Measurement<long>> Dropped()
    {
        var measurements = new List<Measurement<long>>();
        foreach (ObserverDispatcher observer in _telemetry.Observers.Dispatchers)
            measurements.Add(new(observer.Dropped, new KeyValuePair<string, object?>(TagNames.Observer, observer.Name)));
        return measurements;
    }

    private IEnumerable<Measurement<double>> Gpus(Func<GpuUsage, double> value) =>
        _telemetry.IsClosed ? [] : _usage.Gpus.Select(g => new Measurement<double>(value(g), new KeyValuePair<string, object?>(TagNames.Gpu, g.Index)));

    // A meter of a host's factory outlives the server: what it asks after that is answered with nothing.
    private IEnumerable<Measurement<T>> One<T>(T? value)
        where T : struct => value is { } known && !_telemetry.IsClosed ? [new Measurement<T>(known)] : [];
}
