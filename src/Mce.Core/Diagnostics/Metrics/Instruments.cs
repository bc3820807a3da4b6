using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace Mce;

/// <summary>Every instrument that is recorded as things happen. What is only read lies in <see cref="ObservedInstruments"/>.</summary>
/// <remarks>A listener's callback runs inside the recording: what it throws is logged, once a minute, and goes no further.</remarks>
internal sealed class Instruments
{
    /// <summary>Seconds: from a null model's call to a slow large one.</summary>
    private static readonly double[] CallBuckets =
        [0.00001, 0.000025, 0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

    private static readonly double[] LoadBuckets = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300];

    private readonly Histogram<double> _request;
    private readonly Histogram<double> _queue;
    private readonly Histogram<double> _execute;
    private readonly Histogram<double> _load;
    private readonly Counter<long> _unloads;
    private readonly Counter<long> _changes;
    private readonly Counter<long> _scalings;
    private readonly double _secondsPerTick;
    private readonly LogThrottle _failures;
    private readonly ILogger _logger;

    public Instruments(Meter meter, TimeProvider timeProvider, ILogger logger)
    {
        _secondsPerTick = 1.0 / timeProvider.TimestampFrequency;
        _failures = new LogThrottle(timeProvider);
        _logger = logger;
        _request = Seconds(meter, "mce.request.duration", "From the call to the answer or the error.", CallBuckets);
        _queue = Seconds(meter, "mce.queue.duration", "How long requests waited for a replica; those that found one free are not in it.", CallBuckets);
        _execute = Seconds(meter, "mce.execute.duration", "How long a model had a request: from the reserved replica to its answer.", CallBuckets);
        _load = Seconds(meter, "mce.model.load.duration", "How long a container took to load and warm up.", LoadBuckets);
        _unloads = meter.CreateCounter<long>("mce.model.unloads", "{model}", "Models torn down.");
        _changes = meter.CreateCounter<long>("mce.topology.changes", "{change}", "Live changes, published or refused.");
        _scalings = meter.CreateCounter<long>("mce.scaling.decisions", "{decision}", "Decisions of autoscaling to add or take away replicas.");
    }

    /// <summary>Whether anybody wants to know how long requests take.</summary>
    public bool IsTiming => _request.Enabled || _execute.Enabled || _queue.Enabled;

    public void RecordRequest(long ticks, KeyValuePair<string, object?>[] tags) => Record(_request, ticks, tags);

    public void RecordQueue(long ticks, KeyValuePair<string, object?>[] tags) => Record(_queue, ticks, tags);

    public void RecordExecute(long ticks, KeyValuePair<string, object?>[] tags) => Record(_execute, ticks, tags);

    public void RecordLoad(TimeSpan duration, KeyValuePair<string, object?>[] tags)
    {
        try
        {
            _load.Record(duration.TotalSeconds, tags);
        }
        catch (Exception e)
        {
            Report(e);
        }
    }

    public void CountUnload(KeyValuePair<string, object?>[] tags) => Count(_unloads, tags);

    public void CountChange(bool published) => Count(_changes, [new(TagNames.Outcome, published ? "published" : "refused")]);

    public void CountScaling(KeyValuePair<string, object?>[] tags) => Count(_scalings, tags);

    private void Record(Histogram<double> histogram, long ticks, KeyValuePair<string, object?>[] tags)
    {
        if (!histogram.Enabled) return;
        try
        {
            histogram.Record(ticks * _secondsPerTick, tags);
        }
        catch (Exception e)
        {
            Report(e);
        }
    }

    private void Count(Counter<long> counter, KeyValuePair<string, object?>[] tags)
    {
        try
        {
            counter.Add(1, tags);
        }
        catch (Exception e)
        {
            Report(e);
        }
    }

    /// <summary>Logs what somebody threw who listens to metrics or spans.</summary>
    public void Report(Exception exception)
    {
        if (_failures.TryEnter(out long count)) Log.MetricListenerFailed(_logger, count, exception);
    }

    private static Histogram<double> Seconds(Meter meter, string name, string description, double[] buckets) =>
        meter.CreateHistogram(name, "s", description, tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = buckets });
}
