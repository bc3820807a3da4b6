using System.Globalization;

namespace Mce;

/// <summary>How much of the machine this process may use: processors and memory, within the limits of its container. Immutable.</summary>
/// <remarks>
/// Read from the system once. On Linux from the control groups (version 1 and 2, each level of the hierarchy), the affinity mask and
/// the physical memory; elsewhere from the runtime, which knows the limits of Windows' job objects.
/// </remarks>
public sealed record HardwareLimits
{
    private static readonly Lazy<HardwareLimits> Read = new(() => HardwareReader.Read("/", Environment.ProcessorCount));

    /// <summary>This process's, as it was when it was first asked for.</summary>
    public static HardwareLimits Current => Read.Value;

    /// <summary>
    /// Processors that may compute at a time, above 0. A quota may be a fraction: 1.5 processors are two for three quarters of the
    /// time, and none for the rest.
    /// </summary>
    public required double Processors { get; init; }

    /// <summary>What sets <see cref="Processors"/>, in words: a quota, an affinity mask, or the machine.</summary>
    public required string ProcessorsLimitedBy { get; init; }

    /// <summary>Bytes of memory that the process may use before the system stops or throttles it; above 0.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>What sets <see cref="MemoryBytes"/>, in words.</summary>
    public required string MemoryLimitedBy { get; init; }

    /// <summary>
    /// Threads that may compute all the time: <see cref="Processors"/> rounded down, at least 1. The runtime rounds up; a thread
    /// above the quota makes the system stop all of them for the rest of each period, which is 100 ms as a rule.
    /// </summary>
    public int ComputeThreads => Math.Max(1, (int)Math.Min(Processors, int.MaxValue));

    /// <summary>For example <c>1.5 processors (the quota of …), 2.0 GiB (the limit of …)</c>.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Processors:0.##} processor{(Processors is 1 ? "" : "s")} ({ProcessorsLimitedBy}), {ByteText.Of(MemoryBytes)} of memory ({MemoryLimitedBy})");
}
