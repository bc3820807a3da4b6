namespace Mce.Cli.Doctor;

/// <summary>The machine as this process may use it. Sizes are in bytes; null = unknown, or no limit.</summary>
internal sealed record MachineInfo
{
    /// <summary>The operating system's name.</summary>
    public required string System { get; init; }

    /// <summary>For example <c>linux-x64</c>.</summary>
    public required string RuntimeIdentifier { get; init; }

    /// <summary>For example <c>.NET 10.0.1</c>.</summary>
    public required string Runtime { get; init; }

    /// <summary>The processor's name, or its architecture.</summary>
    public required string Processor { get; init; }

    /// <summary>The widest vector instructions that .NET uses here.</summary>
    public required string Vectors { get; init; }

    /// <summary>Cores of the machine.</summary>
    public int? Cores { get; init; }

    /// <summary>Cores that this process may use, after affinity and limits, as .NET counts them.</summary>
    public required int UsableCores { get; init; }

    /// <summary>The container's limit (cgroup quota), in cores.</summary>
    public double? CoreLimit { get; init; }

    /// <summary>All memory of the machine.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary>Memory that is free or can be freed.</summary>
    public long? AvailableMemoryBytes { get; init; }

    /// <summary>The container's limit (cgroup).</summary>
    public long? MemoryLimitBytes { get; init; }

    /// <summary>Accelerators.</summary>
    public required IReadOnlyList<DeviceInfo> Devices { get; init; }
}
