using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Mce.Fuzz.Cases;

namespace Mce.Fuzz.Runs;

/// <summary>A child process that runs cases, one at a time, under limits. Not thread-safe.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private const int LastLines = 12;
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(100);

    private readonly Process _process;
    private readonly RunLimits _limits;
    private readonly Queue<string> _errors = new();

    private WorkerProcess(Process process, RunLimits limits)
    {
        _process = process;
        _limits = limits;
        process.ErrorDataReceived += (_, e) => Remember(e.Data);
        process.BeginErrorReadLine();
    }

    /// <summary>How many cases it has run.</summary>
    public int Cases { get; private set; }

    public bool HasExited => _process.HasExited;

    public static async Task<WorkerProcess> StartAsync(FuzzFormat format, RunLimits limits)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [typeof(WorkerProcess).Assembly.Location, "worker", FuzzFormats.Name(format)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        // Started as an application and not by the host program, the assembly is the program itself.
        if (!Path.GetFileNameWithoutExtension(start.FileName).Equals("dotnet", StringComparison.OrdinalIgnoreCase)) start.ArgumentList.RemoveAt(0);
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        // A stack of its own size in every thread, so that depth ends at the same place everywhere.
        start.Environment["DOTNET_DefaultStackSize"] = "180000";
        var worker = new WorkerProcess(Process.Start(start)!, limits);
        if (await worker.ReadAsync(StartLimit) is null) throw new InvalidOperationException($"The child process didn't start: {worker.Told()}");
        return worker;
    }

    /// <summary>Runs one case; a process that hangs or grows too large is ended.</summary>
    public async Task<CaseResult> RunAsync(FuzzFormat format, ulong seed)
    {
        Cases++;
        long began = Stopwatch.GetTimestamp();
        try
        {
            await _process.StandardInput.WriteLineAsync(seed.ToString(CultureInfo.InvariantCulture));
            await _process.StandardInput.FlushAsync();
        }
        catch (IOException)
        {
            // It has died; what follows says so.
        }

        long peak = 0;
        string? answer = await ReadAsync(_limits.Time, size => (peak = Math.Max(peak, size)) > _limits.MemoryMiB);
        if (answer is not null)
        {
            CaseResult result = JsonSerializer.Deserialize<CaseResult>(answer)!;
            return result.PeakMiB > _limits.MemoryMiB ? result with { Outcome = CaseOutcome.Memory } : result;
        }

        CaseOutcome outcome = peak > _limits.MemoryMiB ? CaseOutcome.Memory : _process.HasExited ? CaseOutcome.Crashed : CaseOutcome.Hung;
        Kill();
        FuzzCase made = CaseFactory.Create(format, seed);
        string message = outcome == CaseOutcome.Crashed ? $"exit code {_process.ExitCode}: {Told()}" : Told();
        return new CaseResult(FuzzFormats.Name(format), seed, outcome, made.Origin, string.Join("; ", made.Edits), message, peak, Stopwatch.GetElapsedTime(began).TotalMilliseconds);
    }

    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }

    private async Task<string?> ReadAsync(TimeSpan limit, Func<long, bool>? isTooLarge = null)
    {
        long began = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(Glance);
        Task tick = Task.CompletedTask;
        while (true)
        {
            Task<string?> line = _process.StandardOutput.ReadLineAsync();
            while (!line.IsCompleted)
            {
                if (tick.IsCompleted) tick = timer.WaitForNextTickAsync().AsTask();
                await Task.WhenAny(line, tick);
                if (line.IsCompleted) break;
                if (isTooLarge?.Invoke(ProcessMemory.CurrentMiB(_process.Id)) == true || Stopwatch.GetElapsedTime(began) > limit) return null;
            }

            if (await line is not { } text)
            {
                await _process.WaitForExitAsync();
                return null;
            }

            if (text.StartsWith(Worker.Mark, StringComparison.Ordinal)) return text[Worker.Mark.Length..];
        }
    }

    private void Kill()
    {
        if (!_process.HasExited) _process.Kill();
        _process.WaitForExit();
    }

    private void Remember(string? line)
    {
        if (string.IsNullOrWhiteSpace(line)) return;
        lock (_errors)
        {
            // The first lines of a managed crash say what happened; the rest is its stack.
            if (_errors.Count < LastLines) _errors.Enqueue(line.Trim());
        }
    }

    private string Told()
    {
        lock (_errors) return string.Join(" | ", _errors);
    }
}

/// <summary>What one case may take.</summary>
internal sealed record RunLimits(TimeSpan Time, long MemoryMiB);
