using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Mce.Core.Tests.Diagnostics;

/// <summary>Hears what one meter says: those of other tests run at the same time.</summary>
internal sealed class MetricCollector : IMeterFactory
{
    private readonly MeterListener _listener = new();
    private readonly List<Meter> _meters = [];

    public MetricCollector()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (!_meters.Contains(instrument.Meter)) return;
            Instruments[instrument.Name] = instrument;
            listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((i, value, tags, _) => Keep(i.Name, value, tags));
        _listener.SetMeasurementEventCallback<double>((i, value, tags, _) => Keep(i.Name, value, tags));
        _listener.Start();
    }

    public ConcurrentDictionary<string, Instrument> Instruments { get; } = new();

    public ConcurrentQueue<(string Name, double Value, string Tags)> Measurements { get; } = new();

    /// <summary>Called with each recording, on the thread that records.</summary>
    public Action? OnMeasurement { get; set; }

    public Meter Create(MeterOptions options)
    {
        var meter = new Meter(options);
        _meters.Add(meter);
        return meter;
    }

    /// <summary>Reads the observable instruments and returns the values of one, as <c>endpoint/container…=value</c>.</summary>
    public IEnumerable<string> Read(string name)
    {
        Measurements.Clear();
        _listener.RecordObservableInstruments();
        return Values(name);
    }

    public IEnumerable<string> Values(string name) => [.. Measurements.Where(m => m.Name == name).Select(m => FormattableString.Invariant($"{m.Tags}={m.Value}"))];

    /// <summary>Hears nothing more.</summary>
    public void Pause() => _listener.Dispose();

    public void Dispose()
    {
        _listener.Dispose();
        foreach (Meter meter in _meters) meter.Dispose();
    }

    private void Keep(string name, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        Measurements.Enqueue((name, value, string.Join('/', tags.ToArray().Select(t => t.Value))));
        OnMeasurement?.Invoke();
    }
}
