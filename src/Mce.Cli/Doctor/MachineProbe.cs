using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Mce.Cli.Doctor;

/// <summary>Finds out what this process runs on.</summary>
internal static class MachineProbe
{
    /// <summary>Reads it from the runtime and the system's files.</summary>
    /// <param name="root">The root of the file system, <c>/</c>.</param>
    /// <param name="devices">The accelerators.</param>
    public static MachineInfo Read(string root, IReadOnlyList<DeviceInfo> devices)
    {
        CgroupLimits limits = CgroupLimits.Read(root);
        string memory = Path.Combine(root, "proc/meminfo");
        return new MachineInfo
        {
            System = TextFile.ReadValue(Path.Combine(root, "etc/os-release"), "PRETTY_NAME", '=')?.Trim('"') ?? RuntimeInformation.OSDescription,
            RuntimeIdentifier = RuntimeInformation.RuntimeIdentifier,
            Runtime = RuntimeInformation.FrameworkDescription,
            Processor = TextFile.ReadValue(Path.Combine(root, "proc/cpuinfo"), "model name") ?? RuntimeInformation.ProcessArchitecture.ToString(),
            Vectors = Vectors(),
            Cores = CountCores(root),
            UsableCores = Environment.ProcessorCount,
            CoreLimit = limits.Cores,
            // Without the file: what .NET takes for all of it, which is the limit where there is one.
            MemoryBytes = Kilobytes(memory, "MemTotal") ?? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
            AvailableMemoryBytes = Kilobytes(memory, "MemAvailable"),
            MemoryLimitBytes = limits.MemoryBytes,
            Devices = devices,
        };
    }

    private static string Vectors() =>
        Vector512.IsHardwareAccelerated ? "AVX-512"
        : Avx2.IsSupported ? "AVX2"
        : Vector128.IsHardwareAccelerated ? "128-bit"
        : "none";

    private static int? CountCores(string root)
    {
        int count = TextFile.ReadLines(Path.Combine(root, "proc/cpuinfo")).Count(l => l.StartsWith("processor", StringComparison.Ordinal));
        return count > 0 ? count : null;
    }

    private static long? Kilobytes(string path, string key) =>
        TextFile.ReadValue(path, key)?.Split(' ')[0] is { } text && long.TryParse(text, CultureInfo.InvariantCulture, out long value) ? value * 1024 : null;
}
