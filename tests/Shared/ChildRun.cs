using System.Diagnostics;
using System.Reflection;

namespace Mce.Fixtures;

/// <summary>A program of the repository, run to its end in a process of its own.</summary>
internal static class ChildRun
{
    /// <param name="program">The key of the test assembly's metadata that holds the program's path.</param>
    /// <param name="limit">What takes seconds where nothing else runs may need many times that on a build machine under load.</param>
    /// <param name="arguments">The program's.</param>
    /// <returns>Its exit code, and all that it wrote.</returns>
    public static async Task<(int ExitCode, string Output)> RunAsync(string program, TimeSpan limit, params IEnumerable<string> arguments)
    {
        string assembly = Path.GetFullPath(typeof(ChildRun).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == program).Value!);
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [assembly, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var patience = new CancellationTokenSource(limit);
        using Process process = Process.Start(start)!;
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(patience.Token);
            Task<string> errors = process.StandardError.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            return (process.ExitCode, await output + await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"'{string.Join(' ', start.ArgumentList)}' ran longer than {limit}.");
        }
    }
}
