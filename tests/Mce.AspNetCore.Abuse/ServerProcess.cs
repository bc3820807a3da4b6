using System.Diagnostics;
using System.Globalization;

namespace Mce.AspNetCore.Abuse;

/// <summary>The server in a process of its own.</summary>
internal sealed class ServerProcess : IDisposable
{
    private readonly Process _process;
    private readonly HttpClient _client = new();

    private ServerProcess(Process process, Uri address)
    {
        _process = process;
        Address = address;
        _client.BaseAddress = address;
    }

    public Uri Address { get; }

    public bool IsAlive => !_process.HasExited;

    public static async Task<ServerProcess> StartAsync(bool lie)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true };
        // Started by 'dotnet Mce.AspNetCore.Abuse.dll', the process is dotnet.
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet") start.ArgumentList.Add(typeof(ServerProcess).Assembly.Location);
        start.ArgumentList.Add("serve");
        if (lie) start.ArgumentList.Add("--lie");
        Process process = Process.Start(start)!;
        string address = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The server didn't start.");
        return new ServerProcess(process, new Uri(address));
    }

    /// <summary>Bytes on the managed heap after a full collection, and resident bytes.</summary>
    public async Task<(long Managed, long Resident)> ReadMemoryAsync()
    {
        string[] numbers = (await _client.GetStringAsync("/memory")).Split(' ');
        return (long.Parse(numbers[0], CultureInfo.InvariantCulture), long.Parse(numbers[1], CultureInfo.InvariantCulture));
    }

    /// <summary>Lets it end as it likes.</summary>
    /// <returns>Its exit code; null when it had to be killed.</returns>
    public async Task<int?> EndAsync()
    {
        _process.StandardInput.Close();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        try
        {
            await _process.WaitForExitAsync(limit.Token);
            return _process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    public void Dispose()
    {
        _client.Dispose();
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }
}
