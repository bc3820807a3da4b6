using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Pipes;
using System.Text;
using System.Text.Json;

namespace Mce.Cli.Checking;

/// <summary>
/// The child process of <c>mce check</c>: takes cases as lines of JSON from its standard input and tells what becomes of them
/// through a pipe of its own, since native code may print to the standard output.
/// </summary>
internal sealed class CheckWorker(Stream pipe, ModelWorkbench workbench, CaseGate gate, string folder)
{
    /// <summary>The hidden verb: <c>check-worker PIPE LANES PLUGINS FOLDER TRUST</c>.</summary>
    public const string Verb = "check-worker";

    /// <summary>Models leave memory behind, in allocators that keep it. Over this much a new process is cheaper than a full machine.</summary>
    private const long FullBytes = 1536L << 20;

    // Asking for the memory takes longer than a small case: only after cases that take long, and now and then.
    private static readonly TimeSpan LongCase = TimeSpan.FromMilliseconds(50);
    private const int CasesBetweenLooks = 32;

    private readonly BlockingCollection<string> _lines = [];
    private readonly CaseRunner _runner = new(workbench);
    private readonly CaseReader _reader = new(folder, "manifest");
    private readonly Lock _sending = new();
    private int _done;
    private volatile bool _full;

    /// <summary>Runs cases until the parent closes its end, or dies.</summary>
    /// <param name="args">
    /// The verb, the pipe's handle, how many cases run at a time, the plugins' folder, the folder that the cases' files start from,
    /// and the list of trusted model files (empty = all are).
    /// </param>
    public static int Run(string[] args)
    {
        if (args is not [_, var handle, var lanes, var plugins, var folder, var trust])
        {
            Console.Error.WriteLine($"mce: '{Verb}' is the child process of 'mce check'; run that.");
            return ExitCode.Usage;
        }

        using var pipe = new AnonymousPipeClientStream(PipeDirection.Out, handle);
        ModelWorkbench workbench = Workbenches.Create(plugins, trust.Length == 0 ? null : trust, Configure);
        using var gate = new CaseGate();
        new CheckWorker(pipe, workbench, gate, folder).Run(int.Parse(lanes, CultureInfo.InvariantCulture));
        return ExitCode.Success;
    }

    private void Run(int lanes)
    {
        Start(ReadLines);
        // Threads of one process, since what most of a small case's time goes to, compiled code and loaded libraries, is shared.
        foreach (Thread lane in Enumerable.Range(0, lanes).Select(_ => Start(RunLane)).ToArray()) lane.Join();
    }

    private static Thread Start(ThreadStart work)
    {
        var thread = new Thread(work) { IsBackground = true };
        thread.Start();
        return thread;
    }

    // On a thread of its own: the end of the input ends the process even while a case hangs, so none outlives its parent.
    private void ReadLines()
    {
        using var input = new StreamReader(Console.OpenStandardInput(), Encoding.UTF8);
        while (input.ReadLine() is { } line) _lines.Add(line);
        QuickExit.With(ExitCode.Success);
        Environment.Exit(ExitCode.Success);
    }

    private void RunLane()
    {
        var news = new MemoryStream();
        while (!_full)
        {
            if (!_lines.TryTake(out string? line))
            {
                Send(news);
                line = _lines.Take();
            }

            RunCase(line, news);
        }

        Send(news);
    }

    /// <param name="line">The case.</param>
    /// <param name="news">What wasn't sent yet of the case before; its end goes out with the start of this one, in one write.</param>
    private void RunCase(string line, MemoryStream news)
    {
        using JsonDocument document = JsonDocument.Parse(line);
        int index = document.RootElement.GetProperty("index").GetInt32();
        CheckCase item = _reader.Read(document.RootElement.GetProperty("case"), index);
        gate.Enter(item, () => Send(news));
        new WorkerMessage(index, WorkerState.Started).WriteTo(news);
        Send(news);

        long began = TimeProvider.System.GetTimestamp();
        string? why = _runner.RunAsync(item).GetAwaiter().GetResult();
        TimeSpan took = TimeProvider.System.GetElapsedTime(began);
        bool look = Interlocked.Increment(ref _done) % CasesBetweenLooks == 0 || took > LongCase;
        if (look && Environment.WorkingSet > FullBytes) _full = true;
        new WorkerMessage(index, _full ? WorkerState.Full : WorkerState.Ended, why, took.TotalMilliseconds).WriteTo(news);
        gate.Leave();
    }

    private static void Configure(MceOptions options) =>
        (options.DefaultInstanceCount, options.WarmUp, options.MaxParallelLoads, options.OutputPoolBytes) = (1, false, 1, 0);

    private void Send(MemoryStream news)
    {
        lock (_sending) pipe.Write(news.GetBuffer(), 0, (int)news.Length);
        pipe.Flush();
        news.SetLength(0);
    }
}
