using System.Diagnostics;

namespace Mce.Desktop.Tests.Window;

/// <summary>Runs programs and finds them.</summary>
internal static class Tool
{
    // A build on a busy machine is the longest.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    public static string Dotnet => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    public static bool Exists(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    /// <summary>Runs a program to its end, which must be a good one.</summary>
    public static async Task<string> RunAsync(string program, IEnumerable<string> arguments, string? display = null)
    {
        (int code, string output) = await TryAsync(program, arguments, display);
        return code == 0 ? output : throw new InvalidOperationException($"{program} ended with {code}: {output}");
    }

    public static async Task<(int Code, string Output)> TryAsync(string program, IEnumerable<string> arguments, string? display = null)
    {
        using Process process = Start(program, arguments, display);
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(limit.Token), errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, await output + await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"'{program}' ran longer than {Limit}.");
        }
    }

    public static Process Start(string program, IEnumerable<string> arguments, string? display = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Path.GetTempPath(),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // The build that runs the tests hands its own settings down; and a worker node that outlives its build would keep the output open.
        foreach (string name in start.Environment.Keys.Where(IsOfTheOuterBuild).ToArray()) start.Environment.Remove(name);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["LC_ALL"] = "C.UTF-8";
        if (display is not null)
        {
            start.Environment["DISPLAY"] = display;
            // The session of whoever runs the tests: its theme, its dialogues.
            foreach (string name in (string[])["DBUS_SESSION_BUS_ADDRESS", "WAYLAND_DISPLAY", "XDG_RUNTIME_DIR"]) start.Environment.Remove(name);
        }

        return Process.Start(start)!;
    }

    private static bool IsOfTheOuterBuild(string variable) =>
        variable.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) || variable.StartsWith("VSTEST", StringComparison.OrdinalIgnoreCase);
}
