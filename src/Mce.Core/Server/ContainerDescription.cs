using System.Collections.Frozen;

namespace Mce;

/// <summary>A loaded container, for hosts to show. Immutable.</summary>
/// <param name="Name">The container's name.</param>
/// <param name="Framework">The framework's name.</param>
/// <param name="FrameworkVersion">The version that serves it.</param>
/// <param name="ModelPath">The absolute path of the model.</param>
/// <param name="Signature">Its inputs and outputs.</param>
/// <param name="Metadata">What the file says about itself.</param>
/// <param name="Footprint">The memory the model takes.</param>
/// <param name="Instances">How many replicas (instances over the shared weights) take requests now.</param>
public sealed record ContainerDescription(
    string Name,
    string Framework,
    string FrameworkVersion,
    string ModelPath,
    ModelSignature Signature,
    ModelMetadata Metadata,
    ModelFootprint Footprint,
    int Instances)
{
    /// <summary>The fewest replicas that scaling may leave.</summary>
    public int MinInstances { get; init; }

    /// <summary>The most replicas that scaling may make.</summary>
    public int MaxInstances { get; init; }

    /// <summary>Which of several free replicas gets a request.</summary>
    public ReplicaSelector Selector { get; init; }

    /// <summary>How many requests may wait.</summary>
    public int MaxQueueLength { get; init; }

    /// <summary>The deadline of requests that bring none; null = the endpoint's, or none.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>
    /// Where each input comes from on a serial endpoint, by its name, written out also where the configuration leaves it to the names. An
    /// optional input that nothing feeds is left out. Empty on a direct endpoint.
    /// </summary>
    public IReadOnlyDictionary<string, InputSource> Wiring { get; init; } = FrozenDictionary<string, InputSource>.Empty;

    internal static ContainerDescription Of(Container container, MceOptions options) => new(
        container.Name,
        container.Model.Framework,
        container.Model.FrameworkVersion,
        container.Model.Key.Path,
        container.Signature,
        container.Model.Metadata,
        container.Model.Footprint,
        container.Replicas.Replicas.Count)
    {
        MinInstances = container.Replicas.Minimum,
        MaxInstances = container.Replicas.Maximum,
        Selector = container.Config.Selector,
        MaxQueueLength = container.Config.MaxQueueLength ?? options.MaxQueueLength,
        Timeout = container.Config.Timeout,
    };
}
