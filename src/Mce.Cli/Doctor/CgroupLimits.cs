using System.Globalization;

namespace Mce.Cli.Doctor;

/// <summary>What a container on Linux may use, from the control groups of versions 1 and 2.</summary>
/// <param name="Cores">The quota in cores; null = none.</param>
/// <param name="MemoryBytes">The limit; null = none.</param>
internal sealed record CgroupLimits(double? Cores, long? MemoryBytes)
{
    private const string Mount = "sys/fs/cgroup";

    // Version 1 writes "no limit" as the largest multiple of a page.
    private const long NoLimit = 1L << 62;

    /// <summary>Reads the limits; what can't be read counts as no limit.</summary>
    /// <param name="root">The root of the file system, <c>/</c>.</param>
    public static CgroupLimits Read(string root)
    {
        double? cores = null;
        long? memory = null;
        foreach (string line in TextFile.ReadLines(Path.Combine(root, "proc/self/cgroup")))
        {
            // hierarchy:controllers:path
            string[] parts = line.Split(':', 3);
            if (parts.Length != 3) continue;
            string[] controllers = parts[1].Split(',');
            foreach (string group in Groups(parts[2]))
            {
                if (parts[1].Length == 0)
                {
                    string[] quota = First(root, Mount, group, "cpu.max").Split(' ');
                    if (quota.Length == 2) cores = Least(cores, Quota(quota[0], quota[1]));
                    memory = Least(memory, Bytes(First(root, Mount, group, "memory.max")));
                }

                if (controllers.Contains("cpu"))
                    cores = Least(cores, Quota(First(root, $"{Mount}/cpu", group, "cpu.cfs_quota_us"), First(root, $"{Mount}/cpu", group, "cpu.cfs_period_us")));
                if (controllers.Contains("memory"))
                    memory = Least(memory, Bytes(First(root, $"{Mount}/memory", group, "memory.limit_in_bytes")));
            }
        }

        return new CgroupLimits(cores, memory);
    }

    /// <summary>A group and all above it: each may limit. Inside a container the path is often the host's, and the root is its own.</summary>
    private static IEnumerable<string> Groups(string path)
    {
        string[] names = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        for (int i = names.Length; i >= 0; i--) yield return string.Join('/', names.Take(i));
    }

    private static string First(string root, string mount, string group, string file) =>
        TextFile.ReadLines(Path.Combine(root, mount, group, file)).FirstOrDefault("");

    private static double? Quota(string quota, string period) =>
        double.TryParse(quota, CultureInfo.InvariantCulture, out double q) && double.TryParse(period, CultureInfo.InvariantCulture, out double p) && q > 0 && p > 0 ? q / p : null;

    private static long? Bytes(string text) => long.TryParse(text, CultureInfo.InvariantCulture, out long bytes) && bytes is > 0 and < NoLimit ? bytes : null;

    private static T? Least<T>(T? a, T? b)
        where T : struct, IComparable<T> =>
        a is { } x && b is { } y ? (x.CompareTo(y) <= 0 ? x : y) : a ?? b;
}
