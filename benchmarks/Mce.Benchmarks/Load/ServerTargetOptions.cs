using System.Globalization;

namespace Mce.Benchmarks;

/// <summary>The server that is put under load.</summary>
internal sealed record ServerTargetOptions
{
    public LoadScenario Scenario { get; init; } = LoadScenario.Onnx;

    /// <summary>Images in each request: how much there is to compute.</summary>
    public int Rows { get; init; } = 1;

    public int Instances { get; init; } = Environment.ProcessorCount;

    public int QueueLength { get; init; } = 1_000;

    /// <summary>What each request brings; null = none.</summary>
    public TimeSpan? Deadline { get; init; }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Scenario.ToString().ToLowerInvariant()}, {Rows} rows a call, {Instances} instances, queue of {QueueLength}, {(Deadline is { } d ? $"deadline {d.TotalMilliseconds:0.###} ms" : "no deadline")}");
}
