namespace Mce;

/// <summary>Settings of the server as a whole. Read once, when the server is built.</summary>
public sealed class MceOptions
{
    private const int MaxCount = 1_024;

    private int? _maxParallelLoads;
    private int? _defaultInstanceCount;

    /// <summary>The most containers an endpoint may have. From 1 to 1,000; default 15, as SageMaker.</summary>
    public int MaxContainersPerEndpoint { get; set; } = 15;

    /// <summary>How many models load at a time. From 1 to 1,024; default <see cref="HardwareLimits.ComputeThreads"/>.</summary>
    public int MaxParallelLoads
    {
        get => _maxParallelLoads ?? Math.Min(Hardware.ComputeThreads, MaxCount);
        set => _maxParallelLoads = value;
    }

    /// <summary>
    /// Instances (execution contexts over shared weights) of a container that doesn't say. From 1 to 1,024; default
    /// <see cref="HardwareLimits.ComputeThreads"/>, divided by the threads within a call where the container's framework is told to
    /// use several. A stateful model (<see cref="ModelCapabilities.Stateful"/>) has one unless its container says more.
    /// </summary>
    public int DefaultInstanceCount
    {
        get => _defaultInstanceCount ?? Math.Min(Hardware.ComputeThreads, MaxCount);
        set => _defaultInstanceCount = value;
    }

    /// <summary>What this process may use of the machine. Default <see cref="HardwareLimits.Current"/>; set less when others share its limits.</summary>
    public HardwareLimits Hardware
    {
        get;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value;
        }
    } = HardwareLimits.Current;

    /// <summary>How many requests may wait for one container. From 0 (reject when busy) to 1,000,000; default 1,000.</summary>
    public int MaxQueueLength { get; set; } = 1_000;

    /// <summary>How long a stop waits for running requests. From zero to a day; default 30 seconds.</summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How often the files of models are looked at, so that a changed one is loaded and swapped in while requests run; a change is taken
    /// up when two looks in a row saw the same new files. From 100 ms to a day; null (the default) = never: only
    /// <see cref="MceServer.ApplyAsync"/> takes them up.
    /// </summary>
    public TimeSpan? ModelWatchInterval { get; set; }

    /// <summary>
    /// Whether a change of a configuration section (an edited appsettings.json, where it is read with reload) is applied while requests
    /// run. One that is wrong is logged and leaves everything as it is. Default true.
    /// </summary>
    public bool ReloadOnChange { get; set; } = true;

    /// <summary>
    /// From when on a call counts as one that doesn't come back: it is logged, and its container's health says so. From a second to a
    /// day, or zero = never; default 60 seconds.
    /// </summary>
    public TimeSpan StuckCallAfter { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Whether each instance runs once on zeros before the server is ready; a stateful model's never. Default true.</summary>
    public bool WarmUp { get; set; } = true;

    /// <summary>How many bytes of output memory may lie idle for reuse. From 0 to 1 TiB; default 64 MiB.</summary>
    public long OutputPoolBytes { get; set; } = 64L << 20;

    /// <summary>The folder that relative paths start from. Default the application's folder.</summary>
    public string BaseDirectory { get; set; } = AppContext.BaseDirectory;

    /// <summary>How large model files, their parts, and tensors may be. Default <see cref="SizeLimits.Default"/>.</summary>
    public SizeLimits Limits
    {
        get;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value;
        }
    } = SizeLimits.Default;

    /// <summary>Which model files and which plugins may be loaded. Default <see cref="TrustOptions.Any"/>.</summary>
    public TrustOptions Trust
    {
        get;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value;
        }
    } = TrustOptions.Any;

    /// <summary>The instances of a container that doesn't say: as many as keep the processors busy, and no more.</summary>
    internal int InstancesFor(int threadsPerCall) => _defaultInstanceCount ?? Math.Max(1, DefaultInstanceCount / Math.Max(1, threadsPerCall));

    internal void Validate(ICollection<MceException> errors)
    {
        Check(nameof(MaxContainersPerEndpoint), MaxContainersPerEndpoint, 1, 1_000, errors);
        Check(nameof(MaxParallelLoads), MaxParallelLoads, 1, MaxCount, errors);
        Check(nameof(DefaultInstanceCount), DefaultInstanceCount, 1, MaxCount, errors);
        Check(nameof(MaxQueueLength), MaxQueueLength, 0, 1_000_000, errors);
        Check(nameof(OutputPoolBytes), OutputPoolBytes, 0, 1L << 40, errors);
        Check($"{nameof(Limits)}.{nameof(SizeLimits.MaxFileBytes)}", Limits.MaxFileBytes, 1, long.MaxValue, errors);
        Check($"{nameof(Limits)}.{nameof(SizeLimits.MaxArchiveEntries)}", Limits.MaxArchiveEntries, 1, int.MaxValue, errors);
        Check($"{nameof(Limits)}.{nameof(SizeLimits.MaxArchiveBytes)}", Limits.MaxArchiveBytes, 1, long.MaxValue, errors);
        Check($"{nameof(Limits)}.{nameof(SizeLimits.MaxTensorBytes)}", Limits.MaxTensorBytes, 1, long.MaxValue, errors);
        Check($"{nameof(Limits)}.{nameof(SizeLimits.MaxStringLength)}", Limits.MaxStringLength, 1, int.MaxValue, errors);
        if (Trust.ModelManifest is { } manifest && string.IsNullOrWhiteSpace(manifest))
            errors.Add(ConfigurationErrors.Invalid($"{nameof(Trust)}.{nameof(TrustOptions.ModelManifest)} is empty; name a file, or leave it out to trust any model file."));
        if (!(Hardware.Processors > 0))
            errors.Add(ConfigurationErrors.Invalid($"{nameof(Hardware)}.{nameof(HardwareLimits.Processors)} is {Hardware.Processors}; it must be above 0."));
        Check($"{nameof(Hardware)}.{nameof(HardwareLimits.MemoryBytes)}", Hardware.MemoryBytes, 1, long.MaxValue, errors);
        if (ModelWatchInterval < TimeSpan.FromMilliseconds(100) || ModelWatchInterval > TimeSpan.FromDays(1))
            errors.Add(ConfigurationErrors.Invalid($"{nameof(ModelWatchInterval)} is {ModelWatchInterval}; it must be from 100 ms to 1 day. Leave it out to watch nothing."));
        if (DrainTimeout < TimeSpan.Zero || DrainTimeout > TimeSpan.FromDays(1))
            errors.Add(ConfigurationErrors.Invalid($"{nameof(DrainTimeout)} is {DrainTimeout}; it must be from 0 to 1 day."));
        if (StuckCallAfter != TimeSpan.Zero && (StuckCallAfter < TimeSpan.FromSeconds(1) || StuckCallAfter > TimeSpan.FromDays(1)))
            errors.Add(ConfigurationErrors.Invalid($"{nameof(StuckCallAfter)} is {StuckCallAfter}; it must be from 1 second to 1 day, or 0 for never."));
        if (!Path.IsPathFullyQualified(BaseDirectory ?? ""))
            errors.Add(ConfigurationErrors.Invalid($"{nameof(BaseDirectory)} is '{BaseDirectory}'; it must be an absolute path."));
    }

    private static void Check(string name, long value, long minimum, long maximum, ICollection<MceException> errors)
    {
        if (value < minimum || value > maximum)
            errors.Add(ConfigurationErrors.Invalid($"{name} is {value}; it must be from {minimum} to {maximum}."));
    }
}
