using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace Mce;

/// <summary>All that a server counts and tells: its meter, its observers, and what is known of each container by name.</summary>
internal sealed class Telemetry : IAsyncDisposable
{
    public const string MeterName = "Mce";

    private const int NumbersAtATime = 1 << 20;

    [ThreadStatic]
    private static long nextNumber;

    private static long numbersGiven;

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Endpoint, string? Container), TargetTelemetry> _targets = []; // under the gate
    private readonly ConcurrentDictionary<string, ErrorCount> _strays = new(StringComparer.Ordinal);
    private readonly Meter? _ownMeter;

    public Telemetry(TelemetrySetup setup, TimeProvider timeProvider, ILoggerFactory loggerFactory, string folder)
    {
        TimeProvider = timeProvider;
        ILogger logger = loggerFactory.CreateLogger<Telemetry>();
        var options = new MeterOptions(MeterName) { Version = ProductVersion.Current };
        // A factory's meter is the factory's to dispose.
        Meter meter = setup.MeterFactory?.Create(options) ?? (_ownMeter = new Meter(options));
        Observers = new ObserverHub(setup.Observers, timeProvider, logger);
        Usage = new ProcessUsage(timeProvider, folder);
        Instruments = new Instruments(meter, timeProvider, logger);
        _ = new ObservedInstruments(meter, this, Usage); // the meter holds its callbacks
    }

    public TimeProvider TimeProvider { get; }

    public Instruments Instruments { get; }

    public ObserverHub Observers { get; }

    public ProcessUsage Usage { get; }

    public bool IsClosed { get; private set; }

    /// <summary>Containers, and serial endpoints as a whole.</summary>
    public IReadOnlyList<TargetTelemetry> Targets
    {
        get
        {
            lock (_gate) return IsClosed ? [] : [.. _targets.Values];
        }
    }

    /// <summary>Errors of requests that found no endpoint or no container. Never under the name they gave: callers could make up any number of these.</summary>
    public IEnumerable<ErrorCount> Strays => IsClosed ? [] : _strays.Values;

    /// <summary>Whether anybody wants to be told of a request while it runs. Counts are kept all the same.</summary>
    public bool IsListening =>
        Observers.Wants(InvocationEvents.All) || Instruments.IsTiming || Spans.Source.HasListeners();

    /// <summary>A number that no other request of this process has.</summary>
    public static long NextInvocation()
    {
        // Each thread takes a million at a time: one shared counter would be a cache line that all callers fight for.
        long number = nextNumber;
        if ((number & (NumbersAtATime - 1)) == 0) number = Interlocked.Add(ref numbersGiven, NumbersAtATime) - NumbersAtATime + 1;
        nextNumber = number + 1;
        return number;
    }

    /// <summary>What is told of a container, from the beginning of its first load to the end of its last teardown.</summary>
    public TargetTelemetry BeginLoad(string endpoint, string container)
    {
        lock (_gate)
        {
            TargetTelemetry target = Find(endpoint, container);
            target.BeginLoad();
            return target;
        }
    }

    /// <summary>What is told of a serial endpoint as a whole, for as long as it has containers.</summary>
    public TargetTelemetry Whole(string endpoint)
    {
        lock (_gate) return Find(endpoint, null);
    }

    /// <summary>Forgets a container that nothing is left of, and its endpoint with the last one.</summary>
    public void Forget(TargetTelemetry target)
    {
        lock (_gate)
        {
            if (!target.IsUnused) return; // somebody began to load it again
            _targets.Remove((target.Endpoint, target.Container));
            if (_targets.Keys.All(k => k.Endpoint != target.Endpoint || k.Container is null)) _targets.Remove((target.Endpoint, null));
        }
    }

    /// <summary>Counts an error that a caller gets, and tells of it where nothing followed the request yet.</summary>
    public void CountError(Endpoint? endpoint, InferenceRequest request, Exception error)
    {
        if (endpoint?.TelemetryOf(request) is { } target)
        {
            target.CountError(error);
            return;
        }

        string type = ErrorTypes.Of(error);
        KeyValuePair<string, object?>[] tags = endpoint is null ? [new(TagNames.ErrorType, type)] : [new(TagNames.Endpoint, endpoint.Name), new(TagNames.ErrorType, type)];
        _strays.GetOrAdd($"{endpoint?.Name}/{type}", static (_, tags) => new ErrorCount(tags), tags).Increment();
        TellStray(request, error, type);
    }

    /// <summary>Autoscaling decided, for a container or for an endpoint as a whole.</summary>
    public void TellDecision(ScalingDecision decision)
    {
        if (decision.Action == ScalingAction.Stay) return;
        bool isOut = decision.Action == ScalingAction.Out;
        Instruments.CountScaling(decision.Container is null
            ? [new(TagNames.Endpoint, decision.Endpoint), new(TagNames.Direction, isOut ? "out" : "in")]
            : [new(TagNames.Endpoint, decision.Endpoint), new(TagNames.Container, decision.Container), new(TagNames.Direction, isOut ? "out" : "in")]);
        foreach (TargetTelemetry target in Targets)
            if (target.Endpoint == decision.Endpoint && (decision.Container is null || decision.Container == target.Container)) target.LastDecision = decision;
    }

    /// <summary>A live change is in force, or refused.</summary>
    public void TellChange(IReadOnlyList<ContainerChange> containers, TimeSpan duration, string? error)
    {
        Instruments.CountChange(error is null);
        TellRare(InvocationEvents.Changed, new TopologyChanged { Time = TimeProvider.GetUtcNow(), Containers = containers, Duration = duration, Error = error });
    }

    /// <summary>For events that come with their arguments made.</summary>
    public void TellRare(InvocationEvents kind, object arguments)
    {
        if (Observers.Wants(kind)) Observers.Publish(kind, arguments);
    }

    public void Start() => Observers.Start();

    public async ValueTask DisposeAsync()
    {
        await Observers.DisposeAsync().ConfigureAwait(false);
        IsClosed = true;
        _ownMeter?.Dispose();
    }

    // Under the gate.
    private TargetTelemetry Find(string endpoint, string? container)
    {
        if (!_targets.TryGetValue((endpoint, container), out TargetTelemetry? target))
            _targets[(endpoint, container)] = target = new TargetTelemetry(this, endpoint, container);
        return target;
    }

    private void TellStray(InferenceRequest request, Exception error, string type)
    {
        if (ErrorTypes.IsRejection(error))
        {
            TellRare(InvocationEvents.Rejected, new RequestRejected
            {
                Endpoint = request.Endpoint,
                Container = null,
                IsStep = false,
                Invocation = NextInvocation(),
                InferenceId = request.InferenceId,
                Caller = request.Caller,
                Time = TimeProvider.GetUtcNow(),
                ErrorCode = type,
                RetryAfter = (error as MceException)?.RetryAfter,
                Duration = TimeSpan.Zero,
            });
            return;
        }

        TellRare(InvocationEvents.Failed, new RequestFailed
        {
            Endpoint = request.Endpoint,
            Container = null,
            IsStep = false,
            Invocation = NextInvocation(),
            InferenceId = request.InferenceId,
            Caller = request.Caller,
            Time = TimeProvider.GetUtcNow(),
            ErrorCode = type,
            Message = error.Message,
            QueueTime = TimeSpan.Zero,
            Duration = TimeSpan.Zero,
        });
    }
}
