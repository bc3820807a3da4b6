using System.Diagnostics;
using System.Reflection;

namespace Mce.Integration.Tests;

/// <summary>A program of the repository that a test runs in a process of its own.</summary>
internal sealed class ChildProgram
{
    // What a test does takes seconds; a build machine under load may need many times that.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    private readonly string _assembly;

    private ChildProgram(string name) =>
        _assembly = Path.GetFullPath(typeof(ChildProgram).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == name).Value!);

    /// <summary>The scenarios of <c>Mce.Integration.Host</c>.</summary>
    public static ChildProgram Host { get; } = new("Mce.Integration.Host");

    public static ChildProgram QuickStart { get; } = new("QuickStart");

    /// <summary>The program's folder.</summary>
    public string Directory => Path.GetDirectoryName(_assembly)!;

    /// <summary>Runs it to its end, from a folder that has nothing to do with it.</summary>
    public async Task<ChildResult> RunAsync(params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [_assembly, .. arguments])
        {
            WorkingDirectory = Path.GetTempPath(),
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
            return new ChildResult(process.ExitCode, await output, await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"'{string.Join(' ', start.ArgumentList)}' ran longer than {Limit}.");
        }
    }
}
