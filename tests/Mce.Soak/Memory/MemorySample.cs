namespace Mce.Soak.Memory;

/// <summary>The process's memory at a moment, after a full collection.</summary>
/// <param name="Seconds">Since the beginning.</param>
/// <param name="Resident">Bytes in physical memory.</param>
/// <param name="Managed">Bytes of live objects on the managed heap.</param>
internal sealed record MemorySample(double Seconds, long Resident, long Managed);
