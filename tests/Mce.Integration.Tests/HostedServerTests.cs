using System.Globalization;

namespace Mce.Integration.Tests;

public sealed class HostedServerTests
{
    [Fact]
    public async Task Run_GenericHostConfiguredInSageMakersWords_RunsThePipelineRight()
    {
        ChildResult result = (await ChildProgram.Host.RunAsync("hosted")).ShouldSucceed();

        int[] counts = [.. result.Lines[^1].Split(" of ").Select(n => int.Parse(n, CultureInfo.InvariantCulture))];
        Assert.InRange(counts[1], 300, int.MaxValue);
        Assert.InRange((double)counts[0] / counts[1], 0.95, 1);
    }
}
