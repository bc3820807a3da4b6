namespace Mce;

/// <summary>What the process uses. Thread-safe.</summary>
internal static class ProcessResources
{
    /// <summary>The CPU time that the process has used.</summary>
    public static TimeSpan CpuTime => OperatingSystem.IsWindows() || OperatingSystem.IsLinux() || OperatingSystem.IsMacOS() ? Environment.CpuUsage.TotalTime : TimeSpan.Zero;

    /// <summary>Its memory, in percent of what it may use (of the machine's, or of its control group's limit); null = not known.</summary>
    public static double? Memory
    {
        get
        {
            long available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
            return available > 0 ? 100.0 * Environment.WorkingSet / available : null;
        }
    }
}
