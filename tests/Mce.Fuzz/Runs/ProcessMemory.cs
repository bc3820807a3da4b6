using System.Globalization;

namespace Mce.Fuzz.Runs;

/// <summary>The memory of a process in which a case runs. Zero where the system doesn't tell.</summary>
internal static class ProcessMemory
{
    /// <summary>Forgets the largest size that this process ever had.</summary>
    public static void ResetPeak()
    {
        if (OperatingSystem.IsLinux()) File.WriteAllText("/proc/self/clear_refs", "5");
    }

    /// <summary>The largest size since then, in MiB.</summary>
    public static long PeakMiB() => Read("/proc/self/status", "VmHWM:") / 1024;

    /// <summary>The size of another process now, in MiB.</summary>
    public static long CurrentMiB(int process) => Read($"/proc/{process}/status", "VmRSS:") / 1024;

    private static long Read(string file, string name)
    {
        if (!OperatingSystem.IsLinux()) return 0;
        try
        {
            string? line = File.ReadLines(file).FirstOrDefault(l => l.StartsWith(name, StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0; // the process has ended meanwhile
        }
    }
}
