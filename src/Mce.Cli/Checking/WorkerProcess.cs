using System.Diagnostics;
using System.IO.Pipes;
using System.Text;

namespace Mce.Cli.Checking;

/// <summary>A child process that runs cases, and the two pipes to it.</summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    private const int KeptLines = 8;
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

    private readonly Process _process;
    private readonly StreamReader _messages;
    private readonly Queue<string> _lastWords = new();

    private WorkerProcess(Process process, StreamReader messages, TextWriter? echo)
    {
        _process = process;
        _messages = messages;
        process.OutputDataReceived += (_, e) => Keep(e.Data, echo);
        process.ErrorDataReceived += (_, e) => Keep(e.Data, echo);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Starts this program again, as a worker.</summary>
    /// <param name="arguments">The worker's own, after its verb and its pipe.</param>
    /// <param name="echo">Takes what the worker and its native code print; null = nobody.</param>
    public static WorkerProcess Start(IEnumerable<string> arguments, TextWriter? echo)
    {
        var pipe = new AnonymousPipeServerStream(PipeDirection.In, HandleInheritability.Inheritable);
        string program = Environment.ProcessPath ?? "dotnet";
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        };
        // What it runs, it runs for a second or two: code that measures itself for later would never earn that back.
        start.Environment.TryAdd("DOTNET_TieredPGO", "0");
        // Nor would code compiled twice, unless there is time for it: after a second (in hexadecimal milliseconds) in which no new method was met.
        start.Environment.TryAdd("DOTNET_TC_CallCountingDelayMs", "3E8");
        if (Path.GetFileNameWithoutExtension(program) == "dotnet") start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "mce.dll"));
        foreach (string argument in (string[])[CheckWorker.Verb, pipe.GetClientHandleAsString(), .. arguments]) start.ArgumentList.Add(argument);
        try
        {
            Process process = Process.Start(start)!;
            return new WorkerProcess(process, new StreamReader(pipe, Encoding.UTF8), echo);
        }
        finally
        {
            pipe.DisposeLocalCopyOfClientHandle();
        }
    }

    /// <summary>Hands a case over; it waits in the pipe until the worker comes to it. A dead worker is not noticed here.</summary>
    public async Task SendAsync(int index, string line)
    {
        try
        {
            await _process.StandardInput.WriteAsync($"{{\"index\":{index},\"case\":{line}}}\n");
            await _process.StandardInput.FlushAsync();
        }
        catch (IOException)
        {
            // Whoever reads its messages will see that it is gone.
        }
    }

    /// <summary>The next message; null when the worker has died.</summary>
    /// <exception cref="TimeoutException">It said nothing for that long.</exception>
    public async Task<WorkerMessage?> ReadAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        string? line = await _messages.ReadLineAsync(cancellationToken).AsTask().WaitAsync(timeout, cancellationToken);
        return line is null ? null : WorkerMessage.Parse(line);
    }

    /// <summary>How a worker that died did so.</summary>
    public async Task<string> DescribeDeathAsync()
    {
        await _process.WaitForExitAsync();
        string words;
        lock (_lastWords) words = string.Join(' ', _lastWords.Where(l => !string.IsNullOrWhiteSpace(l)));
        return words.Length == 0 ? Describe(_process.ExitCode) : $"{Describe(_process.ExitCode)}: {words}";
    }

    /// <summary>Ends it, whatever it does.</summary>
    public void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It ended by itself.
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            _process.StandardInput.Close();
            await _process.WaitForExitAsync().WaitAsync(Farewell);
        }
        catch (Exception e) when (e is IOException or TimeoutException)
        {
            Kill();
        }

        _messages.Dispose();
        _process.Dispose();
    }

    private void Keep(string? line, TextWriter? echo)
    {
        if (line is null) return;
        echo?.WriteLine(line);
        lock (_lastWords)
        {
            _lastWords.Enqueue(line);
            if (_lastWords.Count > KeptLines) _lastWords.Dequeue();
        }
    }

    // A shell counts signals from 128 on, and so does .NET.
    private static string Describe(int exitCode) => exitCode switch
    {
        128 + 4 => "SIGILL, an instruction that this processor lacks",
        128 + 6 => "SIGABRT, native code gave up",
        128 + 7 => "SIGBUS, memory that isn't there",
        128 + 8 => "SIGFPE, a division by zero",
        128 + 9 => "SIGKILL, perhaps for want of memory",
        128 + 11 => "SIGSEGV, native code read or wrote memory that isn't its own",
        _ => $"exit code {exitCode}",
    };
}
