namespace Mce.Cli.Checking;

/// <summary>Takes cases from a queue and has them run by one worker process after another.</summary>
internal sealed class CheckLane(IReadOnlyList<ManifestEntry> entries, CaseQueue queue, CheckSettings settings, Action<int, string?> report)
{
    /// <summary>How many cases a worker has at hand, so that it never waits for the next one.</summary>
    private const int Window = 4;

    // A process that starts on a busy machine; its first case's own time begins later.
    private static readonly TimeSpan s_birth = TimeSpan.FromMinutes(2);

    // In the order in which the worker will come to them.
    private readonly Queue<int> _sent = new();

    /// <summary>Runs cases until the queue is empty. Each is reported once, with why it failed or null.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (queue.TryTake(out int first))
        {
            await using WorkerProcess worker = settings.StartWorker();
            using CancellationTokenRegistration _ = cancellationToken.Register(worker.Kill);
            await SendAsync(worker, first);
            await FollowAsync(worker, cancellationToken);
            queue.PutBack(_sent);
            _sent.Clear();
        }
    }

    /// <summary>Follows a worker until it is through, dead, hanging or full.</summary>
    private async Task FollowAsync(WorkerProcess worker, CancellationToken cancellationToken)
    {
        bool running = false;
        while (true)
        {
            while (_sent.Count < Window && queue.TryTake(out int next)) await SendAsync(worker, next);
            if (_sent.Count == 0) return;
            WorkerMessage? message;
            try
            {
                message = await worker.ReadAsync(running ? settings.Timeout : s_birth, cancellationToken);
            }
            catch (TimeoutException)
            {
                worker.Kill();
                report(_sent.Dequeue(), running ? $"it was still running after {settings.Timeout.TotalSeconds:0.###} s (--timeout)" : "the process that should run it didn't start");
                return;
            }

            cancellationToken.ThrowIfCancellationRequested();
            if (message is null)
            {
                string death = await worker.DescribeDeathAsync();
                report(_sent.Dequeue(), ErrorEdge.OneLine(running ? $"it killed its process ({death})" : $"the process that should run it died ({death})"));
                return;
            }

            running = message.State == WorkerState.Started;
            if (running) continue;
            report(_sent.Dequeue(), message.Why);
            if (message.State != WorkerState.Full) continue;
            worker.Kill();
            return;
        }
    }

    private async Task SendAsync(WorkerProcess worker, int index)
    {
        _sent.Enqueue(index);
        await worker.SendAsync(index, entries[index].Line);
    }
}
