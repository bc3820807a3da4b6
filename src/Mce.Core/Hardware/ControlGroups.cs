using System.Globalization;

namespace Mce;

/// <summary>The limits of the Linux control groups that this process is in, of version 1, of version 2, or of both.</summary>
/// <remarks>
/// A group can't have more than those above it, and each may have a limit of its own: the smallest of all levels counts. Levels above
/// a container's own namespace can't be seen from within; their limits are then those of the outermost level that can.
/// </remarks>
internal sealed class ControlGroups
{
    // Version 1 says "no limit" with a number near 2^63.
    private const long Unlimited = 1L << 60;

    private readonly string _root;

    private ControlGroups(string root) => _root = root;

    /// <summary>The processors of the tightest quota; null = none.</summary>
    public Limit<double>? ProcessorQuota { get; private set; }

    /// <summary>The bytes of the tightest memory limit; null = none.</summary>
    public Limit<long>? MemoryLimit { get; private set; }

    /// <summary>Reads them. A system without control groups has no limits.</summary>
    public static ControlGroups Read(string root)
    {
        var groups = new ControlGroups(root);
        List<CgroupMount> mounts = [.. HardwareReader.Lines(root, "proc/self/mountinfo").Select(CgroupMount.TryParse).OfType<CgroupMount>()];
        foreach (string line in HardwareReader.Lines(root, "proc/self/cgroup"))
        {
            // 4:memory:/docker/1820 in version 1, 0::/docker/1820 in version 2.
            string[] fields = line.Split(':', 3);
            if (fields.Length < 3) continue;
            if (fields[1].Length == 0)
            {
                foreach (string level in Levels(mounts.Find(m => m.IsUnified), fields[2])) groups.ReadUnified(level);
                continue;
            }

            string[] controllers = fields[1].Split(',');
            if (controllers.Contains("cpu"))
                foreach (string level in Levels(mounts.Find(m => m.Has("cpu")), fields[2])) groups.ReadProcessors(level);
            if (controllers.Contains("memory"))
                foreach (string level in Levels(mounts.Find(m => m.Has("memory")), fields[2])) groups.ReadMemory(level);
        }

        return groups;
    }

    /// <summary>The folders of a group and of all above it that can be seen.</summary>
    private static IEnumerable<string> Levels(CgroupMount? mount, string group)
    {
        if (mount is null) yield break;
        for (string? path = mount.FolderOf(group); path is not null && path.Length >= mount.Folder.Length; path = Path.GetDirectoryName(path)) yield return path;
    }

    private void ReadUnified(string folder)
    {
        // cpu.max is "150000 100000" or "max 100000", the period in microseconds.
        string[] quota = Text(folder, "cpu.max").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (quota.Length > 0) TakeQuota(quota[0], quota.ElementAtOrDefault(1) ?? "100000", Name(folder, "cpu.max"));
        TakeMemory(Text(folder, "memory.max"), Name(folder, "memory.max"));
        // Above this one the system takes memory back with force and slows the process down: no place to live.
        TakeMemory(Text(folder, "memory.high"), Name(folder, "memory.high"));
    }

    private void ReadProcessors(string folder) => TakeQuota(Text(folder, "cpu.cfs_quota_us"), Text(folder, "cpu.cfs_period_us"), Name(folder, "cpu.cfs_quota_us"));

    private void ReadMemory(string folder) => TakeMemory(Text(folder, "memory.limit_in_bytes"), Name(folder, "memory.limit_in_bytes"));

    // "max", and -1 in version 1, mean none.
    private void TakeQuota(string quota, string period, string file)
    {
        if (!double.TryParse(quota, NumberStyles.None, CultureInfo.InvariantCulture, out double microseconds)
            || !double.TryParse(period, NumberStyles.None, CultureInfo.InvariantCulture, out double of)
            || microseconds <= 0 || of <= 0) return;
        double processors = microseconds / of;
        if (ProcessorQuota is null || processors < ProcessorQuota.Value.Value) ProcessorQuota = new(processors, $"the quota in {file}");
    }

    private void TakeMemory(string text, string file)
    {
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long bytes) || bytes >= Unlimited) return;
        if (MemoryLimit is null || bytes < MemoryLimit.Value.Value) MemoryLimit = new(bytes, $"the limit in {file}");
    }

    private string Text(string folder, string file) => HardwareReader.Lines(_root, Path.Combine(folder.TrimStart('/'), file)).FirstOrDefault("").Trim();

    private static string Name(string folder, string file) => $"{(folder == "/" ? "" : folder)}/{file}";
}
