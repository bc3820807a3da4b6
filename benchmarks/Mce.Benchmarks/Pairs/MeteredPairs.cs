using System.Diagnostics.Metrics;

namespace Mce.Benchmarks;

/// <summary><see cref="DirectNull"/> with a listener on every metric.</summary>
public class DirectNullMetered : DirectNull
{
    private readonly MeterListener _listener = new();
    private double _seconds;

    public override void Setup()
    {
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name == "Mce") listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<double>((_, value, _, _) => _seconds += value);
        _listener.SetMeasurementEventCallback<long>(static (_, _, _, _) => { });
        _listener.Start();
        base.Setup();
    }

    protected override void Cleanup()
    {
        base.Cleanup();
        _listener.Dispose();
        if (_seconds <= 0) throw new InvalidOperationException("The listener heard nothing, so it wasn't measured.");
    }
}

/// <summary>The same with an observer of everything, too.</summary>
public class DirectNullObserved : DirectNullMetered
{
    private readonly CountingObserver _observer = new();

    protected override void Configure(MceServerBuilder builder) => builder.AddObserver(_observer);

    protected override void Cleanup()
    {
        base.Cleanup();
        if (_observer.Completed == 0) throw new InvalidOperationException("The observer was told of nothing, so it wasn't measured.");
    }

    private sealed class CountingObserver : IInvocationObserver
    {
        public long Completed { get; private set; }

        public void OnCompleted(in RequestCompleted e) => Completed++;
    }
}
