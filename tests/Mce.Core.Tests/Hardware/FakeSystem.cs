using Mce.Core.Tests.Plugins;

namespace Mce.Core.Tests.Hardware;

/// <summary>A folder that looks like a Linux machine: 8 processors, 16 GiB.</summary>
internal sealed class FakeSystem : IDisposable
{
    private readonly TemporaryFolder _root = new();

    public FakeSystem()
    {
        Write("/sys/devices/system/cpu/online", "0-7");
        Allow("0-7");
        Write("/proc/meminfo", "MemTotal:       16777216 kB\nMemFree:        1000 kB\n");
    }

    public HardwareLimits Read(int runtimeProcessors = 8) => HardwareReader.Read(_root.Path, runtimeProcessors);

    public void Allow(string processors) => Write("/proc/self/status", $"Name:\tdotnet\nCpus_allowed:\tff\nCpus_allowed_list:\t{processors}\nMems_allowed_list:\t0\n");

    /// <summary>A machine with the unified hierarchy, and the process in a group of it.</summary>
    public void Unified(string group, string root = "/")
    {
        Write("/proc/self/mountinfo", $"22 27 0:21 / /proc rw,relatime - proc proc rw\n29 23 0:26 {root} /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate\n");
        Write("/proc/self/cgroup", $"0::{group}\n");
    }

    /// <summary>A machine with a hierarchy a controller, and the process in the same group of each.</summary>
    public void Legacy(string group, string root = "/")
    {
        Write(
            "/proc/self/mountinfo",
            $"""
            32 31 0:29 {root} /sys/fs/cgroup/cpu,cpuacct rw,relatime shared:9 - cgroup cgroup rw,cpu,cpuacct
            35 31 0:32 {root} /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory
            41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw

            """);
        Write("/proc/self/cgroup", $"9:name=systemd:{group}\n4:memory:{group}\n1:cpu,cpuacct:{group}\n0::{group}\n");
    }

    public void Write(string path, string text)
    {
        string full = Path.Combine(_root.Path, path.TrimStart('/'));
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }

    public void Dispose() => _root.Dispose();
}
