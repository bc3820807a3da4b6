using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Mce.Benchmarks;

/// <summary>One run of load, to print, to save and to draw.</summary>
internal sealed record LoadReport
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public required string Target { get; init; }

    /// <summary>For example <c>open loop, 500 calls a second, Poisson</c>.</summary>
    public required string Load { get; init; }

    public required double Seconds { get; init; }

    public required LoadSummary Total { get; init; }

    /// <summary>Calls without an end, long after the run.</summary>
    public int Lost { get; init; }

    /// <summary>Calls that were due and couldn't be sent before the time was over.</summary>
    public int Unsent { get; init; }

    /// <summary>How long after they were due calls were sent, in milliseconds: the generator's own share of the latencies. Null in a closed loop.</summary>
    public double? SentLateP99 { get; init; }

    /// <summary>Second by second.</summary>
    public required IReadOnlyList<LoadSummary> Windows { get; init; }

    /// <summary>The latencies of all answered calls: milliseconds, and how many.</summary>
    public required IReadOnlyList<double[]> Histogram { get; init; }

    public string Machine { get; init; } = $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}, {Environment.ProcessorCount} cores";

    public double Throughput => Total.Answered / Seconds;

    public static LoadReport Of(string target, string load, LoadTimeline timeline)
    {
        LoadWindow total = timeline.Total();
        return new LoadReport
        {
            Target = target,
            Load = load,
            Seconds = timeline.Duration.TotalSeconds,
            Total = LoadSummary.Of(total),
            Windows = [.. timeline.Windows.Select(LoadSummary.Of)],
            Histogram = [.. total.Latency.Buckets().Select(b => new[] { LoadSummary.Milliseconds(b.Ticks), b.Count })],
        };
    }

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        target      {Target}
        load        {Load}, {Seconds:0.#} s
        answered    {Total.Answered:N0}  ({Throughput:N0} a second)
        rejected    {Total.Rejected:N0}   expired {Total.Expired:N0}   failed {Total.Failed:N0}   lost {Lost:N0}   unsent {Unsent:N0}
        latency ms  p50 {Total.P50:0.####}   p90 {Total.P90:0.####}   p99 {Total.P99:0.####}   p99.9 {Total.P999:0.####}   max {Total.Max:0.####}
        {(SentLateP99 is { } late ? $"sent late   p99 {late:0.###} ms (counted in the latencies)" : "")}
        """).TrimEnd();
}
