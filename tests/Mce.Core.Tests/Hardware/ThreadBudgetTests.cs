using Mce.Core.Tests.Plugins;

namespace Mce.Core.Tests.Hardware;

public sealed class ThreadBudgetTests
{
    [Fact]
    public void Warnings_SeveralContainersWithinTheProcessors_None()
    {
        ThreadBudget budget = Budget(2, new ContainerThreads("e", "a", 2, 1), new ContainerThreads("e", "b", 2, 1), new ContainerThreads("f", "c", 1, 2));
        Assert.Equal(6, budget.Total);
        Assert.Empty(budget.Warnings);
        Assert.Equal("6 threads at most on 2 processors: e/a 2 x 1, e/b 2 x 1, f/c 1 x 2", budget.ToString());
    }

    [Theory]
    [InlineData(2, 8, 1, "8 threads busy (8 calls at a time, 1 threads each), and there are 2 processors", "Let 2 run at a time")]
    [InlineData(4, 4, 4, "16 threads busy (4 calls at a time, 4 threads each), and there are 4 processors", "Let 1 run at a time (instances times slots), or set IntraOpThreads to 1")]
    [InlineData(8, 8, 4, "32 threads busy", "Let 2 run at a time (instances times slots), or set IntraOpThreads to 1")]
    [InlineData(1.5, 2, 1, "and there are 1.5 processors (a quota)", "Let 1 run at a time")]
    public void Warnings_OneContainerTakesMoreThanThereIs_NumbersAndCure(double processors, int calls, int threads, string numbers, string cure)
    {
        string warning = Assert.Single(Budget(processors, new ContainerThreads("e", "a", calls, threads), new ContainerThreads("e", "b", 1, 1)).Warnings);
        Assert.Contains("Container 'a' of endpoint 'e'", warning, StringComparison.Ordinal);
        Assert.Contains(numbers, warning, StringComparison.Ordinal);
        Assert.Contains(cure, warning, StringComparison.Ordinal);
    }

    [Fact]
    public void Warnings_OneThreadOnHalfAProcessor_None() => Assert.Empty(Budget(0.5, new ContainerThreads("e", "a", 1, 1)).Warnings);

    [Fact]
    public void Report_Oversubscribed_LogsTheMachineAndTheWarning()
    {
        var log = new ListLoggerFactory();
        HardwareLog.Report(log.CreateLogger("hardware"), Budget(2, new ContainerThreads("e", "a", 3, 1)));
        Assert.Equal(
            ["Hardware: 2 processors (a quota), 1 GiB of memory (a limit). 3 threads at most on 2 processors: e/a 3 x 1", "Container"],
            log.Entries.Select(e => e.Message.StartsWith("Container", StringComparison.Ordinal) ? "Container" : e.Message));
    }

    [Theory]
    [InlineData(null, null, 1)]
    [InlineData("3", null, 3)]
    [InlineData(null, "2", 2)]
    [InlineData("1", "2", 1)]
    [InlineData("0", null, 2)]
    [InlineData("many", null, 1)]
    public void PerCall_ContainersSettingThenThePlugins(string? container, string? plugin, int expected) =>
        Assert.Equal(expected, ThreadSettings.PerCall(Settings(container), Settings(plugin), Limits(1.5)));

    [Theory]
    [InlineData(8, 1, 8)]
    [InlineData(8, 3, 2)]
    [InlineData(8, 16, 1)]
    [InlineData(1.5, 1, 1)]
    [InlineData(0.5, 1, 1)]
    [InlineData(5_000, 1, 1_024)]
    public void InstancesFor_ByDefault_NeverMoreThreadsThanProcessors(double processors, int threads, int instances)
    {
        var options = new MceOptions { Hardware = Limits(processors) };
        Assert.Equal(instances, options.InstancesFor(threads));
        Assert.Equal(Math.Clamp((int)processors, 1, 1_024), options.MaxParallelLoads);
    }

    [Fact]
    public void InstancesFor_GivenByTheHost_IsThat()
    {
        var options = new MceOptions { Hardware = Limits(2), DefaultInstanceCount = 6, MaxParallelLoads = 7 };
        Assert.Equal((6, 6, 7), (options.InstancesFor(4), options.DefaultInstanceCount, options.MaxParallelLoads));
    }

    private static ThreadBudget Budget(double processors, params ContainerThreads[] containers) => new(Limits(processors), containers);

    private static HardwareLimits Limits(double processors) => new() { Processors = processors, ProcessorsLimitedBy = "a quota", MemoryBytes = 1 << 30, MemoryLimitedBy = "a limit" };

    private static BackendSettings Settings(string? threads) => threads is null ? BackendSettings.Empty : new BackendSettings([new("IntraOpThreads", threads)]);
}
