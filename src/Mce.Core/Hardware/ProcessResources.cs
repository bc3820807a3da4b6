namespace Mce;

/// <summary>What the process uses, for scaling and metrics alike. Thread-safe.</summary>
internal static class ProcessResources
{
    /// <summary>The CPU time that the process has used.</summary>
    public static TimeSpan CpuTime => OperatingSystem.IsWindows() || OperatingSystem.IsLinux() || OperatingSystem.IsMacOS() ? Environment.CpuUsage.TotalTime : TimeSpan.Zero;

    /// <summary>Its working set as a share of what it may hold, from 0 to 1: of the machine's memory, or of its control group's limit.</summary>
    public static double Memory => (double)Environment.WorkingSet / HardwareLimits.Current.MemoryBytes;
}
