namespace Mce;

/// <summary>The metrics that AWS documents for endpoints of several containers and of several models.</summary>
internal static class CloudWatchCatalog
{
    public const string EndpointName = "EndpointName";
    public const string VariantName = "VariantName";
    public const string ContainerName = "ContainerName";

    private const string Invocation = "AWS/SageMaker";
    private const string Machine = "/aws/sagemaker/Endpoints";
    private const string Count = "None";
    private const string Microseconds = "Microseconds";
    private const string Percent = "Percent";

    private static readonly string[] Variant = [EndpointName, VariantName];
    private static readonly string[] Container = [EndpointName, VariantName, ContainerName];

    public static CloudWatchMetric Invocations { get; } = Both("Invocations", Count, "Requests that found their endpoint; for a container, those that it was the target of.");

    public static CloudWatchMetric Invocation4XXErrors { get; } = Both("Invocation4XXErrors", Count, "1 for a request that ended with an error of its own (unknown container, wrong tensor, too large), else 0.");

    public static CloudWatchMetric Invocation5XXErrors { get; } = Both("Invocation5XXErrors", Count, "1 for a request that the model or the server failed or refused (overload, deadline), else 0.");

    public static CloudWatchMetric InvocationModelErrors { get; } = Both("InvocationModelErrors", Count, "1 for a request that the model failed, else 0.");

    public static CloudWatchMetric InvocationsPerInstance { get; } = Endpoint("InvocationsPerInstance", Count, CloudWatchAvailability.Available, "1/n for each request, where n is the replicas of its container; of a serial endpoint's containers the fewest.");

    public static CloudWatchMetric ModelLatency { get; } = Endpoint("ModelLatency", Microseconds, CloudWatchAvailability.Available, "How long the models had the request, over all containers of a pipeline.");

    public static CloudWatchMetric OverheadLatency { get; } = Both("OverheadLatency", Microseconds, "From the call to the answer, without ModelLatency: waiting for a replica is in it.");

    public static CloudWatchMetric ContainerLatency { get; } = new("ContainerLatency", Invocation, Microseconds, [Container], CloudWatchAvailability.Available, "How long the container had the request: from the reserved replica to the answer.");

    public static CloudWatchMetric ModelLoadingTime { get; } = Endpoint("ModelLoadingTime", Microseconds, CloudWatchAvailability.Available, "How long a container took to load and warm up: at the start and in live changes.");

    public static CloudWatchMetric ModelUnloadingTime { get; } = Endpoint("ModelUnloadingTime", Microseconds, CloudWatchAvailability.Available, "How long the teardown of a container took that a live change removed or replaced.");

    public static CloudWatchMetric LoadedModelCount { get; } = Endpoint("LoadedModelCount", Count, CloudWatchAvailability.Available, "Containers of the endpoint that are loaded, read every ten seconds.");

    public static CloudWatchMetric ModelCacheHit { get; } = Endpoint("ModelCacheHit", Count, CloudWatchAvailability.NotYet, "Comes with multi-model containers. Until then every model is loaded before its first request.");

    public static CloudWatchMetric ModelLoadingWaitTime { get; } = Endpoint("ModelLoadingWaitTime", Microseconds, CloudWatchAvailability.NotYet, "Comes with multi-model containers.");

    public static CloudWatchMetric ModelDownloadingTime { get; } = Endpoint("ModelDownloadingTime", Microseconds, CloudWatchAvailability.NotYet, "Models are local files; comes with models that are fetched from elsewhere.");

    public static CloudWatchMetric CpuUtilization { get; } = OfMachine("CPUUtilization", CloudWatchAvailability.Available, "Of the whole process, from 0 to 100 × processors. Containers share it and can't be told apart.");

    public static CloudWatchMetric MemoryUtilization { get; } = OfMachine("MemoryUtilization", CloudWatchAvailability.Available, "Of the whole process, in percent of what it may hold. Containers share it and can't be told apart.");

    public static CloudWatchMetric DiskUtilization { get; } = OfMachine("DiskUtilization", CloudWatchAvailability.WhereGiven, "Of the disk that the application lies on.");

    public static CloudWatchMetric GpuUtilization { get; } = OfMachine("GPUUtilization", CloudWatchAvailability.WhereGiven, "Of all GPUs together, from 0 to 100 × GPUs, where NVIDIA's driver is there.");

    public static CloudWatchMetric GpuMemoryUtilization { get; } = OfMachine("GPUMemoryUtilization", CloudWatchAvailability.WhereGiven, "Of all GPUs together, from 0 to 100 × GPUs, where NVIDIA's driver is there.");

    // Last: the properties above are set in the order they stand in.
    public static IReadOnlyList<CloudWatchMetric> All { get; } =
    [
        Invocations, Invocation4XXErrors, Invocation5XXErrors, InvocationModelErrors, InvocationsPerInstance,
        ModelLatency, OverheadLatency, ContainerLatency,
        ModelLoadingWaitTime, ModelUnloadingTime, ModelDownloadingTime, ModelLoadingTime, ModelCacheHit, LoadedModelCount,
        CpuUtilization, MemoryUtilization, GpuUtilization, GpuMemoryUtilization, DiskUtilization,
    ];

    private static CloudWatchMetric Both(string name, string unit, string meaning) =>
        new(name, Invocation, unit, [Variant, Container], CloudWatchAvailability.Available, meaning);

    private static CloudWatchMetric Endpoint(string name, string unit, CloudWatchAvailability availability, string meaning) =>
        new(name, Invocation, unit, [Variant], availability, meaning);

    private static CloudWatchMetric OfMachine(string name, CloudWatchAvailability availability, string meaning) =>
        new(name, Machine, Percent, [Variant], availability, meaning);
}
