using System.Text.Json;
using Mce.Fixtures;

namespace Mce.Fuzz.Tests;

/// <summary>The fuzz program in a process of its own.</summary>
internal static class FuzzProgram
{
    // Half a minute where nothing else runs; a build machine under load may need many times that.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    /// <summary>Runs it to its end.</summary>
    public static Task<(int ExitCode, string Output)> RunAsync(params IEnumerable<string> arguments) => ChildRun.RunAsync("Mce.Fuzz", Limit, arguments);

    /// <summary>Runs cases and reads the report.</summary>
    public static async Task<(int ExitCode, string Output, JsonElement Report)> ReportAsync(params IEnumerable<string> arguments)
    {
        string file = Path.GetTempFileName();
        try
        {
            (int exitCode, string output) = await RunAsync([.. arguments, "--report", file]);
            using JsonDocument report = JsonDocument.Parse(await File.ReadAllBytesAsync(file));
            return (exitCode, output, report.RootElement.Clone());
        }
        finally
        {
            File.Delete(file);
        }
    }
}
