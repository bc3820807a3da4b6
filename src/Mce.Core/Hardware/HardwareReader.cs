using System.Globalization;

namespace Mce;

/// <summary>Finds out what limits this process.</summary>
internal static class HardwareReader
{
    /// <param name="root">The folder that <c>/proc</c> and <c>/sys</c> lie in: <c>/</c>, or a copy for tests.</param>
    /// <param name="runtimeProcessors">What the runtime counts: it honours DOTNET_PROCESSOR_COUNT, and is all that other systems tell.</param>
    public static HardwareLimits Read(string root, int runtimeProcessors)
    {
        var groups = ControlGroups.Read(root);
        Limit<double>?[] processors =
        [
            CountOf(Lines(root, "sys/devices/system/cpu/online").FirstOrDefault()) is { } online ? new(online, "the machine") : null,
            AllowedProcessors(root) is { } allowed ? new(allowed, "the affinity mask or cpuset of this process") : null,
            groups.ProcessorQuota,
            new(runtimeProcessors, "what the runtime counts"), // it rounds quotas up, and may have been told a number
        ];
        Limit<long>?[] memory =
        [
            PhysicalMemory(root) is { } physical ? new(physical, "the machine") : new(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, "what the runtime counts"),
            groups.MemoryLimit,
        ];
        // The first of equals: a limit that is no tighter than the machine limits nothing.
        Limit<double> processor = processors.OfType<Limit<double>>().MinBy(l => l.Value);
        Limit<long> bytes = memory.OfType<Limit<long>>().MinBy(l => l.Value);
        return new HardwareLimits
        {
            Processors = processor.Value,
            ProcessorsLimitedBy = processor.Cause,
            MemoryBytes = Math.Max(1, bytes.Value),
            MemoryLimitedBy = bytes.Cause,
        };
    }

    /// <summary>How many processors the process's threads may run on; null where the system doesn't say.</summary>
    private static int? AllowedProcessors(string root) =>
        CountOf(Lines(root, "proc/self/status").FirstOrDefault(l => l.StartsWith("Cpus_allowed_list:", StringComparison.Ordinal))?.Split(':')[1]);

    /// <summary>0-3,8 is five processors; null for what isn't such a list.</summary>
    private static int? CountOf(string? list)
    {
        int count = (list ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Sum(CountOfRange);
        return count > 0 ? count : null;

        static int CountOfRange(string range)
        {
            string[] ends = range.Split('-');
            return int.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out int first)
                && int.TryParse(ends[^1], NumberStyles.None, CultureInfo.InvariantCulture, out int last) && last >= first ? last - first + 1 : 0;
        }
    }

    private static long? PhysicalMemory(string root)
    {
        // MemTotal:       24684096 kB
        string[] fields = Lines(root, "proc/meminfo").FirstOrDefault(l => l.StartsWith("MemTotal:", StringComparison.Ordinal))?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
        return fields.Length > 1 && long.TryParse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture, out long kibibytes) ? kibibytes << 10 : null;
    }

    /// <summary>The lines of a file of the system's; none where it isn't, or can't be read.</summary>
    internal static string[] Lines(string root, string path)
    {
        try
        {
            return File.ReadAllLines(Path.Combine(root, path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
