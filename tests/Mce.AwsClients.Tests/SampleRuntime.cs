using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;

namespace Mce.AwsClients.Tests;

/// <summary>The ASP.NET Core sample in a process of its own, on a free port, and the clients that ask it.</summary>
public sealed partial class SampleRuntime : IAsyncLifetime
{
    // It takes a second or two; a build machine under load may need many times that.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private Process _process = null!;
    private ClientSet _clients = null!;

    public async Task InitializeAsync()
    {
        string assembly = typeof(SampleRuntime).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "AspNetCoreSample").Value!;
        _process = Process.Start(new ProcessStartInfo(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [Path.GetFullPath(assembly), "--urls", "http://127.0.0.1:0"])
        {
            WorkingDirectory = Path.GetTempPath(),
            RedirectStandardOutput = true,
        })!;
        try
        {
            _clients = new ClientSet(await ReadUrlAsync().WaitAsync(Limit));
        }
        catch
        {
            _process.Kill();
            throw;
        }

        _ = _process.StandardOutput.BaseStream.CopyToAsync(Stream.Null); // or its log would fill the pipe and stop it
    }

    public Task<ClientAnswer> InvokeAsync(string client, ClientRequest request) => _clients.InvokeAsync(client, request);

    public async Task DisposeAsync()
    {
        await _clients.StopAsync();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task<Uri> ReadUrlAsync()
    {
        List<string> log = [];
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            log.Add(line);
            if (Listening().Match(line) is { Success: true } match) return new Uri(match.Groups[1].Value);
        }

        throw new InvalidOperationException($"The sample ended before it listened:{Environment.NewLine}{string.Join(Environment.NewLine, log)}");
    }

    [GeneratedRegex(@"Now listening on: (http://[0-9.]+:[0-9]+)")]
    private static partial Regex Listening();
}
