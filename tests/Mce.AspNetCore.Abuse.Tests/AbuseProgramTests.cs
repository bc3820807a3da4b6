using Mce.Fixtures;

namespace Mce.AspNetCore.Abuse.Tests;

public class AbuseProgramTests
{
    // Seconds where nothing else runs; a build machine under load may need many times that.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task Run_AThousandBadRequests_EachGetsItsStatusAndTheServerLivesOn()
    {
        (int exitCode, string output) = await RunAsync("--cases", "1000");

        Assert.True(exitCode == 0, output);
        Assert.Contains("faults 0", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_AServerThatLikesEverything_IsNoticed()
    {
        (int exitCode, string output) = await RunAsync("--cases", "100", "--lie");

        Assert.Equal(1, exitCode);
        Assert.Contains("status 200 instead of 424", output, StringComparison.Ordinal);
    }

    private static Task<(int ExitCode, string Output)> RunAsync(params IEnumerable<string> arguments) =>
        ChildRun.RunAsync("Mce.AspNetCore.Abuse", Limit, ["run", .. arguments]);
}
