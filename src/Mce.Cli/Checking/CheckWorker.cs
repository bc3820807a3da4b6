using System.Collections.Concurrent;
using System.IO.Pipes;
using System.Text;
using System.Text.Json;

namespace Mce.Cli.Checking;

/// <summary>
/// The child process of <c>mce check</c>: takes cases as lines of JSON from its standard input and tells what becomes of them
/// through a pipe of its own, since native code may print to the standard output.
/// </summary>
internal static class CheckWorker
{
    /// <summary>The hidden verb: <c>check-worker PIPE PLUGINS FOLDER TRUST</c>.</summary>
    public const string Verb = "check-worker";

    /// <summary>Models leave memory behind, in allocators that keep it. Over this much a new process is cheaper than a full machine.</summary>
    private const long FullBytes = 1536L << 20;

    // Asking for the memory takes longer than a small case: only after cases that take long, and now and then.
    private static readonly TimeSpan s_longCase = TimeSpan.FromMilliseconds(50);
    private const int CasesBetweenLooks = 32;

    /// <summary>Runs cases until the parent closes its end, or dies.</summary>
    /// <param name="args">The verb, the pipe's handle, the plugins' folder, the folder that the cases' files start from, and the list of trusted model files (empty = all are).</param>
    public static int Run(string[] args)
    {
        if (args is not [_, var handle, var plugins, var folder, var trust])
        {
            Console.Error.WriteLine($"mce: '{Verb}' is the child process of 'mce check'; run that.");
            return ExitCode.Usage;
        }

        using var pipe = new AnonymousPipeClientStream(PipeDirection.Out, handle);
        var lines = new BlockingCollection<string>();
        new Thread(() => ReadLines(lines)) { IsBackground = true }.Start();
        RunAsync(lines, pipe, Workbenches.Create(plugins, trust.Length == 0 ? null : trust, Configure), folder).GetAwaiter().GetResult();
        return ExitCode.Success;
    }

    // On a thread of its own: the end of the input ends the process even while a case hangs, so none outlives its parent.
    private static void ReadLines(BlockingCollection<string> lines)
    {
        using var input = new StreamReader(Console.OpenStandardInput(), Encoding.UTF8);
        while (input.ReadLine() is { } line) lines.Add(line);
        QuickExit.With(ExitCode.Success);
        Environment.Exit(ExitCode.Success);
    }

    private static async Task RunAsync(BlockingCollection<string> lines, Stream pipe, ModelWorkbench workbench, string folder)
    {
        await using ModelWorkbench _ = workbench;
        var runner = new CaseRunner(workbench);
        var reader = new CaseReader(folder, "manifest");
        var buffer = new MemoryStream();
        int done = 0;
        foreach (string line in lines.GetConsumingEnumerable())
        {
            using JsonDocument document = JsonDocument.Parse(line);
            int index = document.RootElement.GetProperty("index").GetInt32();
            CheckCase item = reader.Read(document.RootElement.GetProperty("case"), index);
            new WorkerMessage(index, WorkerState.Started).WriteTo(buffer);
            Send(buffer, pipe);

            long began = TimeProvider.System.GetTimestamp();
            string? why = await runner.RunAsync(item);
            bool look = ++done % CasesBetweenLooks == 0 || TimeProvider.System.GetElapsedTime(began) > s_longCase;
            bool full = look && Environment.WorkingSet > FullBytes;
            // Not sent yet: it goes out with the start of the next case, in one write.
            new WorkerMessage(index, full ? WorkerState.Full : WorkerState.Ended, why).WriteTo(buffer);
            if (lines.Count == 0 || full) Send(buffer, pipe);
        }
    }

    private static void Configure(MceOptions options) =>
        (options.DefaultInstanceCount, options.WarmUp, options.MaxParallelLoads, options.OutputPoolBytes) = (1, false, 1, 0);

    private static void Send(MemoryStream buffer, Stream pipe)
    {
        pipe.Write(buffer.GetBuffer(), 0, (int)buffer.Length);
        pipe.Flush();
        buffer.SetLength(0);
    }
}
