using System.ComponentModel;
using System.Diagnostics;

namespace Mce.AwsClients.Tests;

/// <summary>Runs a command to its end.</summary>
internal static class Command
{
    // npm may have to fetch from far away.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    /// <summary>What it wrote to its standard output, or why it didn't succeed.</summary>
    public static async Task<(string? Output, string? Failure)> TryRunAsync(string program, string folder, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string what = $"'{program} {string.Join(' ', start.ArgumentList)}'";
        using var limit = new CancellationTokenSource(Limit);
        Process? process = null;
        try
        {
            process = Process.Start(start)!;
            process.StandardInput.Close();
            Task<string> output = process.StandardOutput.ReadToEndAsync(limit.Token);
            Task<string> errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return process.ExitCode == 0 ? (await output, null) : (null, $"{what} ended with {process.ExitCode}: {(await errors).Trim()}");
        }
        catch (Win32Exception e)
        {
            return (null, $"{what}: {e.Message}");
        }
        catch (OperationCanceledException)
        {
            process!.Kill(entireProcessTree: true);
            return (null, $"{what} ran longer than {Limit}.");
        }
        finally
        {
            process?.Dispose();
        }
    }
}
