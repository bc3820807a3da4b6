using Mce.Fixtures;

namespace Mce.Soak.Tests;

/// <summary>The soak program in a process of its own.</summary>
internal static class SoakProgram
{
    // Seconds where nothing else runs; a build machine under load may need many times that.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    /// <summary>Runs it to its end.</summary>
    public static Task<(int ExitCode, string Output)> RunAsync(params IEnumerable<string> arguments) => ChildRun.RunAsync("Mce.Soak", Limit, arguments);
}
