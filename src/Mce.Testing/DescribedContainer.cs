using System.Globalization;

namespace Mce.Testing;

/// <summary>One container of a server. Immutable.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Framework">The framework's name and version, for example <c>onnx 1.31.1</c>.</param>
/// <param name="Model">The name of the model's file or folder, without the path.</param>
/// <param name="Signature">What it takes and gives.</param>
public sealed record DescribedContainer(string Name, string Framework, string Model, string Signature)
{
    /// <summary>How many replicas take requests now.</summary>
    public int Replicas { get; init; }

    /// <summary>The fewest that scaling may leave.</summary>
    public int MinReplicas { get; init; }

    /// <summary>The most that scaling may make.</summary>
    public int MaxReplicas { get; init; }

    /// <summary>How many requests may wait.</summary>
    public int MaxQueueLength { get; init; }

    /// <summary>The deadline of requests that bring none; null = the endpoint's, or none.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>
    /// On a serial endpoint, where each input comes from: <c>request.pixels</c>, or <c>scale.scaled</c> for an output of the container
    /// <c>scale</c>. In the order of the inputs; empty on a direct endpoint.
    /// </summary>
    public IReadOnlyList<KeyValuePair<string, string>> Wiring { get; init; } = [];

    internal static DescribedContainer Of(ContainerDescription container) => new(
        container.Name,
        $"{container.Framework} {container.FrameworkVersion}",
        Path.GetFileName(Path.TrimEndingDirectorySeparator(container.ModelPath)),
        container.Signature.ToString())
    {
        Replicas = container.Instances,
        MinReplicas = container.MinInstances,
        MaxReplicas = container.MaxInstances,
        MaxQueueLength = container.MaxQueueLength,
        Timeout = container.Timeout,
        Wiring = [.. container.Signature.Inputs.Where(i => container.Wiring.ContainsKey(i.Name)).Select(i => KeyValuePair.Create(i.Name, Source(container.Wiring[i.Name])))],
    };

    internal IEnumerable<string> Lines()
    {
        string bounds = MinReplicas == MaxReplicas && Replicas == MinReplicas ? "" : $" ({MinReplicas} to {MaxReplicas})";
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"{Name}: {Framework}, {Model}, {Replicas} replica{(Replicas == 1 ? "" : "s")}{bounds}, queue {MaxQueueLength}{ServerDescription.TimeoutText(Timeout)}");
        yield return "  " + Signature;
        foreach ((string input, string source) in Wiring) yield return $"  {input} ← {source}";
    }

    private static string Source(InputSource source) => $"{(source.IsRequest ? "request" : source.Container)}.{source.Name}";
}
