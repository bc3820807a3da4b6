using System.Diagnostics;

namespace Mce.Core.Tests.Hardware;

public sealed class HardwareLimitsTests : IDisposable
{
    private const long GiB = 1L << 30;

    private readonly FakeSystem _system = new();

    public void Dispose() => _system.Dispose();

    [Fact]
    public void Read_NoLimits_IsTheMachine()
    {
        HardwareLimits limits = _system.Read();
        Assert.Equal((8.0, 8, "the machine"), (limits.Processors, limits.ComputeThreads, limits.ProcessorsLimitedBy));
        Assert.Equal((16 * GiB, "the machine"), (limits.MemoryBytes, limits.MemoryLimitedBy));
        Assert.Equal("8 processors (the machine), 16 GiB of memory (the machine)", limits.ToString());
    }

    [Theory]
    [InlineData("150000 100000", 1.5, 1)]
    [InlineData("50000 100000", 0.5, 1)]
    [InlineData("25000 10000", 2.5, 2)]
    [InlineData("400000", 4.0, 4)]
    public void Read_UnifiedQuota_KeepsFractionsAndRoundsThreadsDown(string quota, double processors, int threads)
    {
        _system.Unified("/kubepods/pod1");
        _system.Write("/sys/fs/cgroup/kubepods/pod1/cpu.max", quota + "\n");
        // As the runtime does: up.
        HardwareLimits limits = _system.Read((int)Math.Ceiling(processors));
        Assert.Equal((processors, threads), (limits.Processors, limits.ComputeThreads));
        Assert.Equal("the quota in /sys/fs/cgroup/kubepods/pod1/cpu.max", limits.ProcessorsLimitedBy);
    }

    [Fact]
    public void Read_UnifiedLimitsAtSeveralLevels_TheTightestCounts()
    {
        _system.Unified("/a/b/c");
        _system.Write("/sys/fs/cgroup/a/cpu.max", "200000 100000\n");
        _system.Write("/sys/fs/cgroup/a/b/cpu.max", "max 100000\n");
        _system.Write("/sys/fs/cgroup/a/b/c/cpu.max", "300000 100000\n");
        _system.Write("/sys/fs/cgroup/a/memory.max", $"{4 * GiB}\n");
        _system.Write("/sys/fs/cgroup/a/b/memory.high", $"{3 * GiB}\n");
        _system.Write("/sys/fs/cgroup/a/b/c/memory.max", "max\n");
        HardwareLimits limits = _system.Read(2);
        Assert.Equal((2.0, "the quota in /sys/fs/cgroup/a/cpu.max"), (limits.Processors, limits.ProcessorsLimitedBy));
        Assert.Equal((3 * GiB, "the limit in /sys/fs/cgroup/a/b/memory.high"), (limits.MemoryBytes, limits.MemoryLimitedBy));
    }

    [Fact]
    public void Read_UnifiedWithinANamespace_ReadsTheMountedFolder()
    {
        _system.Unified("/");
        _system.Write("/sys/fs/cgroup/cpu.max", "100000 100000\n");
        _system.Write("/sys/fs/cgroup/memory.max", $"{GiB}\n");
        HardwareLimits limits = _system.Read(1);
        Assert.Equal((1.0, GiB), (limits.Processors, limits.MemoryBytes));
        Assert.Equal("the quota in /sys/fs/cgroup/cpu.max", limits.ProcessorsLimitedBy);
    }

    [Fact]
    public void Read_GroupOutsideOfTheNamespace_ReadsWhatCanBeSeen()
    {
        _system.Unified("/../../other");
        _system.Write("/sys/fs/cgroup/memory.max", $"{GiB}\n");
        Assert.Equal(GiB, _system.Read().MemoryBytes);
    }

    [Fact]
    public void Read_LegacyLimits_OfEachControllersHierarchy()
    {
        _system.Legacy("/docker/1820");
        _system.Write("/sys/fs/cgroup/cpu,cpuacct/docker/1820/cpu.cfs_quota_us", "250000\n");
        _system.Write("/sys/fs/cgroup/cpu,cpuacct/docker/1820/cpu.cfs_period_us", "100000\n");
        _system.Write("/sys/fs/cgroup/cpu,cpuacct/docker/cpu.cfs_quota_us", "-1\n");
        _system.Write("/sys/fs/cgroup/cpu,cpuacct/docker/cpu.cfs_period_us", "100000\n");
        _system.Write("/sys/fs/cgroup/memory/docker/1820/memory.limit_in_bytes", "9223372036854771712\n");
        _system.Write("/sys/fs/cgroup/memory/docker/memory.limit_in_bytes", $"{2 * GiB}\n");
        HardwareLimits limits = _system.Read(3);
        Assert.Equal((2.5, "the quota in /sys/fs/cgroup/cpu,cpuacct/docker/1820/cpu.cfs_quota_us"), (limits.Processors, limits.ProcessorsLimitedBy));
        Assert.Equal((2 * GiB, "the limit in /sys/fs/cgroup/memory/docker/memory.limit_in_bytes"), (limits.MemoryBytes, limits.MemoryLimitedBy));
    }

    [Fact]
    public void Read_LegacyGroupMountedAsAContainersRoot_FindsItThere()
    {
        // Without a namespace of its own a container sees the host's names, and only its own group is mounted.
        _system.Legacy("/docker/1820", root: "/docker/1820");
        _system.Write("/sys/fs/cgroup/memory/memory.limit_in_bytes", $"{GiB}\n");
        Assert.Equal((GiB, "the limit in /sys/fs/cgroup/memory/memory.limit_in_bytes"), (_system.Read().MemoryBytes, _system.Read().MemoryLimitedBy));
    }

    [Theory]
    [InlineData("0-1", 2)]
    [InlineData("0,2-4,7", 5)]
    [InlineData("3", 1)]
    public void Read_AffinityMask_CountsItsProcessors(string list, int processors)
    {
        _system.Allow(list);
        HardwareLimits limits = _system.Read(processors);
        Assert.Equal((processors, "the affinity mask or cpuset of this process"), (limits.Processors, limits.ProcessorsLimitedBy));
    }

    [SkippableFact]
    public async Task Read_StatusOfAProcessThatIsBoundToOneProcessor_CountsOne()
    {
        // The system's own words about a real process, bound by the system's own tool.
        Skip.IfNot(OperatingSystem.IsLinux() && File.Exists("/usr/bin/taskset"), "There is no taskset here.");
        string allowed = (await File.ReadAllLinesAsync("/proc/self/status")).Single(l => l.StartsWith("Cpus_allowed_list:", StringComparison.Ordinal));
        string first = allowed.Split(':')[1].Trim().Split('-', ',')[0];
        using Process child = Process.Start(new ProcessStartInfo("/usr/bin/taskset", ["-c", first, "cat", "/proc/self/status"]) { RedirectStandardOutput = true })!;
        _system.Write("/proc/self/status", await child.StandardOutput.ReadToEndAsync());
        await child.WaitForExitAsync();
        Assert.Equal((1.0, "the affinity mask or cpuset of this process"), (_system.Read().Processors, _system.Read().ProcessorsLimitedBy));
    }

    [Fact]
    public void Read_RuntimeWasToldLess_TakesThat() => Assert.Equal((3.0, "what the runtime counts"), (_system.Read(3).Processors, _system.Read(3).ProcessorsLimitedBy));

    [Fact]
    public void Read_RuntimeWasToldMore_StaysWithinTheQuota()
    {
        _system.Unified("/");
        _system.Write("/sys/fs/cgroup/cpu.max", "150000 100000\n");
        Assert.Equal(1.5, _system.Read(64).Processors);
    }

    [Theory]
    [InlineData("cpu.max", "")]
    [InlineData("cpu.max", "none of it")]
    [InlineData("cpu.max", "0 100000")]
    [InlineData("memory.max", "-5")]
    [InlineData("memory.max", "much")]
    public void Read_FileThatNobodyUnderstands_IsNoLimit(string file, string text)
    {
        _system.Unified("/");
        _system.Write("/sys/fs/cgroup/" + file, text);
        Assert.Equal((8.0, 16 * GiB), (_system.Read().Processors, _system.Read().MemoryBytes));
    }

    [Fact]
    public void Read_SystemWithoutAny_TakesTheRuntimesWord()
    {
        using var empty = new Plugins.TemporaryFolder();
        HardwareLimits limits = HardwareReader.Read(empty.Path, 6);
        Assert.Equal((6.0, "what the runtime counts"), (limits.Processors, limits.ProcessorsLimitedBy));
        Assert.Equal(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, limits.MemoryBytes);
    }

    [Fact]
    public void Current_ThisProcess_IsWithinWhatTheRuntimeCounts()
    {
        Assert.InRange(HardwareLimits.Current.Processors, 0.01, Environment.ProcessorCount);
        Assert.InRange(HardwareLimits.Current.MemoryBytes, 1 << 20, long.MaxValue);
    }
}
