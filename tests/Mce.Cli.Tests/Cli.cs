using System.Diagnostics;
using System.Reflection;

namespace Mce.Cli.Tests;

/// <summary>The built command, run in a process of its own as a shell would.</summary>
internal static class Cli
{
    // What a test does takes seconds; a build machine under load may need many times that.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    public static string Assembly { get; } = Metadata("mce");

    /// <summary>The folder of a plugin whose models take their process down.</summary>
    public static string DeadlyPlugins { get; } = Metadata("deadly");

    /// <summary>A path below the repository's root.</summary>
    public static string InRepository(string path) => Path.Combine(Metadata("repository"), path);

    public static Task<CliResult> RunAsync(params IEnumerable<string> arguments) => RunInAsync(Path.GetTempPath(), arguments);

    public static async Task<CliResult> RunInAsync(string folder, params IEnumerable<string> arguments)
    {
        using Process process = Start(folder, arguments);
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(limit.Token);
            Task<string> errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return new CliResult(process.ExitCode, await output, await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"'{string.Join(' ', process.StartInfo.ArgumentList)}' ran longer than {Limit}.");
        }
    }

    public static Process Start(string folder, params IEnumerable<string> arguments) =>
        Process.Start(new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [Assembly, .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;

    private static string Metadata(string key) =>
        Path.GetFullPath(typeof(Cli).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!);
}
