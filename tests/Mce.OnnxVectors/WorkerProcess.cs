using System.Diagnostics;

namespace Mce.OnnxVectors;

/// <summary>A worker that is started again when a vector killed it or took too long.</summary>
internal sealed class WorkerProcess(string side) : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    private Process? _process;

    /// <summary>Why a vector failed, or null.</summary>
    public async Task<string?> CheckAsync(string folder)
    {
        Process process = _process ??= Start();
        await process.StandardInput.WriteLineAsync(folder).ConfigureAwait(false);
        await process.StandardInput.FlushAsync().ConfigureAwait(false);
        string? answer;
        try
        {
            answer = await process.StandardOutput.ReadLineAsync().WaitAsync(Longest).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            Drop();
            return $"no answer after {Longest}";
        }

        if (answer is not null) return answer == Worker.Passed ? null : answer;
        await process.WaitForExitAsync().ConfigureAwait(false);
        string crash = $"CRASH: the process ended with code {process.ExitCode}";
        Drop();
        return crash;
    }

    public void Dispose() => Drop();

    private void Drop()
    {
        if (_process is null) return;
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
        _process = null;
    }

    private Process Start()
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true };
        // Under `dotnet Mce.OnnxVectors.dll` the process is dotnet itself.
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet") start.ArgumentList.Add(typeof(WorkerProcess).Assembly.Location);
        start.ArgumentList.Add("--worker");
        start.ArgumentList.Add(side);
        return Process.Start(start)!;
    }
}
