using System.Collections.Concurrent;

namespace Mce;

/// <summary>
/// What is counted and told about one container, or about a serial endpoint as a whole. It goes by names, so it lives on when a live
/// change puts another model in the container's place.
/// </summary>
/// <remarks>Nothing here is written on a request's way, save by errors.</remarks>
internal sealed class TargetTelemetry
{
    private readonly ConcurrentDictionary<string, ErrorCount> _errors = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private readonly List<ITelemetrySource> _sources = [];
    private readonly List<ITelemetrySource> _draining = []; // of the sources
    private ReplicaTotals _past; // of sources that are gone
    private int _loads;
    private long _modelFailures;

    public TargetTelemetry(Telemetry owner, string endpoint, string? container)
    {
        Owner = owner;
        Endpoint = endpoint;
        Container = container;
        string name = container is null ? endpoint : $"{endpoint}/{container}";
        Watch = new ContainerWatch(this, owner.TimeProvider);
        RequestSpan = $"invoke {name}";
        QueueSpan = $"queue {name}";
        ExecuteSpan = $"execute {name}";
        Tags = container is null
            ? [new(TagNames.Endpoint, endpoint)]
            : [new(TagNames.Endpoint, endpoint), new(TagNames.Container, container)];
    }

    public Telemetry Owner { get; }

    public string Endpoint { get; }

    /// <summary>Null when a serial endpoint is meant as a whole.</summary>
    public string? Container { get; }

    public string RequestSpan { get; }

    public string QueueSpan { get; }

    public string ExecuteSpan { get; }

    /// <summary>Made once; recorded as a span of this array, which costs no memory.</summary>
    public KeyValuePair<string, object?>[] Tags { get; }

    /// <summary>Errors by <c>error.type</c>.</summary>
    public IEnumerable<ErrorCount> Errors => _errors.Values;

    public ContainerWatch Watch { get; }

    /// <summary>The latest decision of autoscaling that was not to stay.</summary>
    public ScalingDecision? LastDecision { get; set; }

    /// <summary>Calls that failed in the model, or for no reason that a caller could have given.</summary>
    public long ModelFailures => Volatile.Read(ref _modelFailures);

    /// <summary>Whether nothing serves this container and nothing is being loaded for it.</summary>
    public bool IsUnused
    {
        get
        {
            lock (_gate) return _sources.Count == 0 && _loads == 0;
        }
    }

    public TargetPhase Phase
    {
        get
        {
            lock (_gate)
            {
                return _sources.Count > _draining.Count ? TargetPhase.Serving
                    : _loads == 0 && _draining.Count > 0 ? TargetPhase.Draining
                    : TargetPhase.Loading;
            }
        }
    }

    public void CountError(Exception error)
    {
        ErrorOf(ErrorTypes.Of(error)).Increment();
        if (ErrorTypes.IsModels(error)) Interlocked.Increment(ref _modelFailures);
    }

    /// <summary>The tags of this target with an error's type. Kept: the types are few.</summary>
    public KeyValuePair<string, object?>[] TagsOf(Exception error) => ErrorOf(ErrorTypes.Of(error)).Tags;

    public void BeginLoad()
    {
        lock (_gate) _loads++;
    }

    /// <summary>A load ended well: the source takes requests from now on.</summary>
    public void EndLoad(ITelemetrySource source, TimeSpan duration)
    {
        lock (_gate)
        {
            _loads--;
            _sources.Add(source);
        }

        TellLoaded(duration, source.Sample().Replicas, errorCode: null);
    }

    /// <summary>A load ended badly.</summary>
    public void EndLoad(Exception error, TimeSpan duration)
    {
        lock (_gate) _loads--;
        TellLoaded(duration, 0, ErrorTypes.Of(error));
        Owner.Forget(this);
    }

    /// <summary>A source takes no new requests.</summary>
    public void BeginDrain(ITelemetrySource source)
    {
        lock (_gate)
        {
            if (_sources.Contains(source) && !_draining.Contains(source)) _draining.Add(source);
        }
    }

    /// <summary>A source is torn down, and no call runs on it any more. What it counted is kept.</summary>
    public void EndDrain(ITelemetrySource source, TimeSpan duration)
    {
        lock (_gate)
        {
            _draining.Remove(source);
            if (_sources.Remove(source)) _past = _past.Keep(source.Sample());
        }

        TellUnloaded(duration);
        Owner.Forget(this);
    }

    /// <summary>What each slot of each source does now.</summary>
    public IReadOnlyList<SlotState> Slots()
    {
        lock (_gate) return [.. _sources.SelectMany(s => s.Slots())];
    }

    private void TellLoaded(TimeSpan duration, int replicas, string? errorCode)
    {
        Owner.Instruments.RecordLoad(duration, errorCode is null ? Tags : [.. Tags, new(TagNames.ErrorType, errorCode)]);
        Owner.TellRare(InvocationEvents.ModelLoaded, new ModelLoaded
        {
            Endpoint = Endpoint,
            Container = Container!,
            Time = Owner.TimeProvider.GetUtcNow(),
            Replicas = replicas,
            Duration = duration,
            ErrorCode = errorCode,
        });
    }

    private void TellUnloaded(TimeSpan duration)
    {
        Owner.Instruments.CountUnload(Tags);
        Owner.TellRare(InvocationEvents.ModelUnloaded, new ModelUnloaded
        {
            Endpoint = Endpoint,
            Container = Container!,
            Time = Owner.TimeProvider.GetUtcNow(),
            Duration = duration,
        });
    }

    /// <summary>Replicas came or went.</summary>
    /// <param name="from">How many there were.</param>
    /// <param name="to">How many there are.</param>
    public void TellScaled(int from, int to) => Owner.TellRare(InvocationEvents.Scaled, new ContainerScaled
    {
        Endpoint = Endpoint,
        Container = Container!,
        Time = Owner.TimeProvider.GetUtcNow(),
        From = from,
        To = to,
        // A decision is told once, with the scaling that it led to: a later one by hand, or a wake, has none.
        Decision = TakeDecision(from, to),
    });

    private ScalingDecision? TakeDecision(int from, int to)
    {
        if (LastDecision is not { } decision || Math.Sign(decision.To - decision.From) != Math.Sign(to - from)) return null;
        if (to == decision.To) LastDecision = null;
        return decision;
    }

    /// <summary>The load now; counts never fall. False when nothing serves this container.</summary>
    public bool TrySample(out ReplicaTotals totals)
    {
        lock (_gate)
        {
            totals = _past;
            foreach (ITelemetrySource source in _sources) totals += source.Sample();
            return _sources.Count > 0;
        }
    }

    private ErrorCount ErrorOf(string type) => _errors.GetOrAdd(type, static (type, tags) => new ErrorCount([.. tags, new(TagNames.ErrorType, type)]), Tags);
}
