using Mce.Cli.Doctor;

namespace Mce.Cli.Tests.Doctor;

public sealed class MachineTests : IDisposable
{
    private readonly TemporaryFolder _root = new();

    [Fact]
    public void Limits_VersionTwo_TakesTheTightestOfTheGroupsAbove()
    {
        _root.Write("proc/self/cgroup", "0::/app/inner\n");
        _root.Write("sys/fs/cgroup/app/inner/cpu.max", "max 100000\n");
        _root.Write("sys/fs/cgroup/app/cpu.max", "150000 100000\n");
        _root.Write("sys/fs/cgroup/app/inner/memory.max", "2147483648\n");
        _root.Write("sys/fs/cgroup/app/memory.max", "1073741824\n");

        Assert.Equal(new CgroupLimits(1.5, 1L << 30), CgroupLimits.Read(_root.FullPath));
    }

    [Fact]
    public void Limits_VersionOne_KnowsThatItsLargestNumberMeansNone()
    {
        _root.Write("proc/self/cgroup", "4:memory:/docker/1\n1:cpu,cpuacct:/docker/1\n");
        _root.Write("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
        _root.Write("sys/fs/cgroup/cpu/cpu.cfs_quota_us", "200000\n");
        _root.Write("sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000\n");

        Assert.Equal(new CgroupLimits(2, null), CgroupLimits.Read(_root.FullPath));
    }

    [Fact]
    public void Limits_NoSuchFiles_AreNone() => Assert.Equal(new CgroupLimits(null, null), CgroupLimits.Read(_root.FullPath));

    [Fact]
    public void Machine_FilesOfTheSystem_AreRead()
    {
        _root.Write("etc/os-release", "NAME=x\nPRETTY_NAME=\"Some Linux 1\"\n");
        _root.Write("proc/cpuinfo", "processor\t: 0\nmodel name\t: Fast One\n\nprocessor\t: 1\nmodel name\t: Fast One\n");
        _root.Write("proc/meminfo", "MemTotal:       2048 kB\nMemAvailable:   1024 kB\n");

        MachineInfo machine = MachineProbe.Read(_root.FullPath, []);

        Assert.Equal(("Some Linux 1", "Fast One", 2), (machine.System, machine.Processor, machine.Cores));
        Assert.Equal((2048L * 1024, 1024L * 1024), (machine.MemoryBytes, machine.AvailableMemoryBytes));
    }

    [Fact]
    public void Devices_WhatTheDriversToolSays_IsRead() => Assert.Equal(
        [new DeviceInfo("NVIDIA H100 80GB HBM3", 81559L << 20, "570.1"), new DeviceInfo("Other", null, "570.1")],
        DeviceProbe.Parse("NVIDIA H100 80GB HBM3, 81559, 570.1\nOther, [N/A], 570.1\n"));

    [SkippableFact]
    public async Task Devices_NoDeviceFiles_AreNone()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Only Linux has device files.");
        var probe = new DeviceProbe(_root.FullPath);

        Assert.Empty(await probe.FindAsync(default));
        Assert.All(probe.Lookups(), l => Assert.False(l.Found));
        Assert.All(probe.Lookups(), l => Assert.NotNull(l.Hint));
    }

    public void Dispose() => _root.Dispose();
}
