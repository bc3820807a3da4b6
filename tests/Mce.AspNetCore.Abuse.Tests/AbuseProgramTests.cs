using System.Diagnostics;
using System.Reflection;

namespace Mce.AspNetCore.Abuse.Tests;

public class AbuseProgramTests
{
    // Seconds where nothing else runs; a build machine under load may need many times that.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    private static readonly string Program =
        Path.GetFullPath(typeof(AbuseProgramTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "Mce.AspNetCore.Abuse").Value!);

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

    private static async Task<(int ExitCode, string Output)> RunAsync(params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [Program, "run", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var limit = new CancellationTokenSource(Limit);
        using Process process = Process.Start(start)!;
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(limit.Token);
            Task<string> errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, await output + await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"'{string.Join(' ', start.ArgumentList)}' ran longer than {Limit}.");
        }
    }
}
