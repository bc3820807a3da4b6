namespace Mce;

/// <summary>
/// The server's metrics as AWS shows SageMaker's: the same names, units (latencies in microseconds), dimensions and one-minute
/// periods. An observer: give it to <see cref="MceServerBuilder.AddObserver"/>. Thread-safe.
/// </summary>
/// <remarks>
/// It keeps the last minutes in memory and sends nothing anywhere: read it with <see cref="GetMetrics"/>, or forward what
/// <see cref="TakeCompleted"/> gives. What each metric is, and which ones have no value yet, is in <see cref="Catalog"/>.
/// </remarks>
public sealed class CloudWatchMetricsView : IInvocationObserver, IDisposable
{
    private static readonly TimeSpan SampleInterval = TimeSpan.FromSeconds(10);

    // Events come from the observer's thread a moment after they happened.
    private static readonly TimeSpan Lateness = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _timeProvider;
    private readonly string _variant;
    private readonly int _periodsKept;
    private readonly ProcessUsage _usage;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private readonly List<CloudWatchPeriod> _periods = []; // the oldest first
    private readonly Dictionary<string, EndpointModels> _endpoints = new(StringComparer.Ordinal);
    private DateTimeOffset _taken = DateTimeOffset.MinValue; // everything before is forwarded

    /// <summary>Makes a view.</summary>
    /// <param name="variantName">The value of the dimension <c>VariantName</c>. Default <c>AllTraffic</c>, the name that AWS's examples use.</param>
    /// <param name="minutesKept">How many minutes are kept, from 2 to 1,440; default 15.</param>
    /// <param name="timeProvider">The clock; default the system's.</param>
    public CloudWatchMetricsView(string variantName = "AllTraffic", int minutesKept = 15, TimeProvider? timeProvider = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(variantName);
        ArgumentOutOfRangeException.ThrowIfLessThan(minutesKept, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minutesKept, 1_440);
        _variant = variantName;
        _periodsKept = minutesKept;
        _timeProvider = timeProvider ?? TimeProvider.System;
        _usage = new ProcessUsage(_timeProvider, AppContext.BaseDirectory);
        _timer = _timeProvider.CreateTimer(static view => ((CloudWatchMetricsView)view!).Sample(), this, SampleInterval, SampleInterval);
    }

    /// <summary>Every metric that AWS has for such endpoints, also those that have no value here.</summary>
    public static IReadOnlyList<CloudWatchMetric> Catalog => CloudWatchCatalog.All;

    /// <inheritdoc/>
    public InvocationEvents Events => InvocationEvents.Received | InvocationEvents.Completed | InvocationEvents.Rejected | InvocationEvents.Failed
        | InvocationEvents.ModelLoaded | InvocationEvents.ModelUnloaded | InvocationEvents.Scaled;

    /// <summary>Everything that is kept, the running minute included, in the order of time.</summary>
    public IReadOnlyList<CloudWatchDatum> GetMetrics()
    {
        lock (_gate)
        {
            DateTimeOffset running = RunningPeriod();
            return [.. _periods.SelectMany(p => p.Data(_variant, isComplete: p.Begin < running))];
        }
    }

    /// <summary>The minutes that are over and that no call of this method has given before: each datum once, to be forwarded.</summary>
    public IReadOnlyList<CloudWatchDatum> TakeCompleted()
    {
        lock (_gate)
        {
            DateTimeOffset running = RunningPeriod();
            CloudWatchDatum[] data = [.. _periods.Where(p => p.Begin >= _taken && p.Begin < running).SelectMany(p => p.Data(_variant, isComplete: true))];
            _taken = running;
            return data;
        }
    }

    /// <inheritdoc/>
    public void OnReceived(in RequestReceived e)
    {
        lock (_gate)
        {
            CloudWatchPeriod period = PeriodOf(e.Time);
            period.Add(CloudWatchCatalog.Invocations, e.Endpoint, null, 1);
            if (e.Container is not null) period.Add(CloudWatchCatalog.Invocations, e.Endpoint, e.Container, 1);
            period.Add(CloudWatchCatalog.InvocationsPerInstance, e.Endpoint, null, 1.0 / ModelsOf(e.Endpoint).Replicas(e.Container));
        }
    }

    /// <inheritdoc/>
    public void OnCompleted(in RequestCompleted e)
    {
        lock (_gate)
        {
            CloudWatchPeriod period = PeriodOf(e.Time);
            if (e.Container is not null)
            {
                period.Add(CloudWatchCatalog.ContainerLatency, e.Endpoint, e.Container, e.ExecuteTime.TotalMicroseconds);
                period.Add(CloudWatchCatalog.OverheadLatency, e.Endpoint, e.Container, (e.Duration - e.ExecuteTime).TotalMicroseconds);
                AddOutcome(period, e.Endpoint, e.Container, CloudWatchOutcome.Answered);
            }

            if (e.IsStep) return;
            period.Add(CloudWatchCatalog.ModelLatency, e.Endpoint, null, e.ExecuteTime.TotalMicroseconds);
            period.Add(CloudWatchCatalog.OverheadLatency, e.Endpoint, null, (e.Duration - e.ExecuteTime).TotalMicroseconds);
            AddOutcome(period, e.Endpoint, null, CloudWatchOutcome.Answered);
        }
    }

    /// <inheritdoc/>
    public void OnRejected(in RequestRejected e) => AddFailure(e.Time, e.Endpoint, e.Container, e.IsStep, e.ErrorCode);

    /// <inheritdoc/>
    public void OnFailed(in RequestFailed e) => AddFailure(e.Time, e.Endpoint, e.Container, e.IsStep, e.ErrorCode);

    /// <inheritdoc/>
    public void OnModelLoaded(in ModelLoaded e)
    {
        if (e.ErrorCode is not null) return;
        lock (_gate)
        {
            PeriodOf(e.Time).Add(CloudWatchCatalog.ModelLoadingTime, e.Endpoint, null, e.Duration.TotalMicroseconds);
            ModelsOf(e.Endpoint).Loaded(e.Container, e.Replicas);
        }
    }

    /// <inheritdoc/>
    public void OnModelUnloaded(in ModelUnloaded e)
    {
        lock (_gate)
        {
            PeriodOf(e.Time).Add(CloudWatchCatalog.ModelUnloadingTime, e.Endpoint, null, e.Duration.TotalMicroseconds);
            if (!ModelsOf(e.Endpoint).Unloaded(e.Container)) _endpoints.Remove(e.Endpoint);
        }
    }

    /// <inheritdoc/>
    public void OnScaled(in ContainerScaled e)
    {
        lock (_gate) ModelsOf(e.Endpoint).Scaled(e.Container, e.To);
    }

    /// <summary>Ends the readings of the machine.</summary>
    public void Dispose() => _timer.Dispose();

    private void Sample()
    {
        double? cpu = _usage.Cpu, disk = _usage.Disk;
        IReadOnlyList<GpuUsage> gpus = _usage.Gpus;
        lock (_gate)
        {
            CloudWatchPeriod period = PeriodOf(_timeProvider.GetUtcNow());
            foreach ((string endpoint, EndpointModels models) in _endpoints)
            {
                period.Add(CloudWatchCatalog.LoadedModelCount, endpoint, null, models.Count);
                if (cpu is { } c) period.Add(CloudWatchCatalog.CpuUtilization, endpoint, null, 100 * c * HardwareLimits.Current.Processors);
                period.Add(CloudWatchCatalog.MemoryUtilization, endpoint, null, 100 * ProcessResources.Memory);
                if (disk is { } d) period.Add(CloudWatchCatalog.DiskUtilization, endpoint, null, 100 * d);
                if (gpus.Count == 0) continue;
                period.Add(CloudWatchCatalog.GpuUtilization, endpoint, null, 100 * gpus.Sum(g => g.Utilization));
                period.Add(CloudWatchCatalog.GpuMemoryUtilization, endpoint, null, 100 * gpus.Sum(g => g.Memory));
            }
        }
    }

    private void AddFailure(DateTimeOffset time, string endpoint, string? container, bool isStep, string errorCode)
    {
        if (errorCode is MceErrorCodes.EndpointNotFound or MceErrorCodes.NotReady) return; // AWS has no endpoint to count these on
        CloudWatchOutcome outcome = CloudWatchOutcome.Of(errorCode);
        lock (_gate)
        {
            CloudWatchPeriod period = PeriodOf(time);
            if (container is not null) AddOutcome(period, endpoint, container, outcome);
            if (!isStep) AddOutcome(period, endpoint, null, outcome);
        }
    }

    // A value for every request, also 0: the average is then the share of errors.
    private static void AddOutcome(CloudWatchPeriod period, string endpoint, string? container, CloudWatchOutcome outcome)
    {
        period.Add(CloudWatchCatalog.Invocation4XXErrors, endpoint, container, outcome.Is4XX ? 1 : 0);
        period.Add(CloudWatchCatalog.Invocation5XXErrors, endpoint, container, outcome.Is5XX ? 1 : 0);
        period.Add(CloudWatchCatalog.InvocationModelErrors, endpoint, container, outcome.IsModelError ? 1 : 0);
    }

    private EndpointModels ModelsOf(string endpoint)
    {
        if (!_endpoints.TryGetValue(endpoint, out EndpointModels? models)) _endpoints[endpoint] = models = new EndpointModels();
        return models;
    }

    private DateTimeOffset RunningPeriod() => CloudWatchPeriod.BeginOf(_timeProvider.GetUtcNow() - Lateness);

    private CloudWatchPeriod PeriodOf(DateTimeOffset time)
    {
        // What comes later than that counts for the next minute: each datum is forwarded once.
        DateTimeOffset begin = CloudWatchPeriod.BeginOf(time > _taken ? time : _taken);
        int index = _periods.FindLastIndex(p => p.Begin <= begin);
        if (index >= 0 && _periods[index].Begin == begin) return _periods[index];
        var period = new CloudWatchPeriod(begin);
        _periods.Insert(index + 1, period);
        if (_periods.Count > _periodsKept) _periods.RemoveAt(0);
        return period;
    }
}
