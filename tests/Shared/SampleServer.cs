using System.Collections.Concurrent;
using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;

namespace Mce.Fixtures;

/// <summary>The ASP.NET Core sample in a process of its own, on a free port, as <c>dotnet run</c> starts it.</summary>
internal sealed partial class SampleServer : IAsyncDisposable
{
    // What takes a second takes many on a build machine under load.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private SampleServer(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, e) => Read(e.Data);
        process.ErrorDataReceived += (_, e) => Read(e.Data);
    }

    /// <summary>What it printed.</summary>
    public ConcurrentQueue<string> Lines { get; } = new();

    public Uri Address { get; private set; } = null!;

    public static async Task<SampleServer> StartAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            [Path.GetFullPath(Metadata("AspNetCoreSample")), "--urls", "http://127.0.0.1:0", .. arguments])
        {
            WorkingDirectory = Path.GetTempPath(),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process = new Process { StartInfo = start };
        var server = new SampleServer(process);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            // That one ends once the last line is read.
            Task ended = process.WaitForExitAsync();
            if (await Task.WhenAny(server._listening.Task, ended).WaitAsync(Patience) == ended)
                throw new InvalidOperationException($"The sample ended: {string.Join('\n', server.Lines)}");
            server.Address = await server._listening.Task;
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Asks it to stop, as a service manager does.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> TerminateAsync()
    {
        using (Process kill = Process.Start("kill", ["-TERM", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)])) await kill.WaitForExitAsync();
        using var limit = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private void Read(string? line)
    {
        if (line is null) return;
        Lines.Enqueue(line);
        if (Listening().Match(line) is { Success: true } match) _listening.TrySetResult(new Uri(match.Groups[1].Value));
    }

    private static string Metadata(string key) =>
        typeof(SampleServer).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;

    [GeneratedRegex("Now listening on: (http://[0-9.]+:[0-9]+)")]
    private static partial Regex Listening();
}
