namespace Mce.Cli.Checking;

/// <summary>The life of one worker process: hands it cases until it is through, dead, hanging or full.</summary>
internal sealed class WorkerShift(WorkerProcess worker, IReadOnlyList<ManifestEntry> entries, TimeSpan timeout, Action<CaseOutcome> report)
{
    /// <summary>How many cases a worker has at hand beside those it runs, so that it never waits for the next one.</summary>
    private const int Spare = 8;

    // A process that starts on a busy machine; its first case's own time begins later.
    private static readonly TimeSpan Birth = TimeSpan.FromMinutes(2);

    private readonly SortedSet<int> _atHand = [];

    // Each with the time when it began.
    private readonly Dictionary<int, long> _running = [];

    /// <summary>What was handed over and not begun.</summary>
    public IReadOnlyCollection<int> AtHand => _atHand;

    /// <summary>What was begun and didn't end.</summary>
    public IReadOnlyCollection<int> Running => _running.Keys;

    /// <summary>Takes cases from a queue and reports those that end.</summary>
    /// <returns>How the process was lost, to be said of the guilty case; null = it wasn't.</returns>
    public async Task<string?> RunAsync(SortedSet<int> queue, CancellationToken cancellationToken)
    {
        bool full = false;
        while (true)
        {
            while (!full && _atHand.Count < Spare && queue.Count > 0) await SendAsync(queue);
            if (_running.Count == 0 && (full || _atHand.Count == 0)) return null;
            WorkerMessage? message;
            try
            {
                message = await worker.ReadAsync(Patience(), cancellationToken);
            }
            catch (TimeoutException)
            {
                worker.Kill();
                return _running.Count > 0 ? $"it was still running after {timeout.TotalSeconds:0.###} s (--timeout)" : "the process that should run it didn't start";
            }

            cancellationToken.ThrowIfCancellationRequested();
            if (message is null)
            {
                string death = await worker.DescribeDeathAsync();
                return ErrorEdge.OneLine(_running.Count > 0 ? $"it killed its process ({death})" : $"the process that should run it died ({death})");
            }

            full |= message.State == WorkerState.Full;
            Take(message);
        }
    }

    private async Task SendAsync(SortedSet<int> queue)
    {
        int next = queue.Min;
        queue.Remove(next);
        _atHand.Add(next);
        await worker.SendAsync(next, entries[next].Line);
    }

    private void Take(WorkerMessage message)
    {
        if (message.State == WorkerState.Started)
        {
            _atHand.Remove(message.Case);
            _running.Add(message.Case, TimeProvider.System.GetTimestamp());
            return;
        }

        _running.Remove(message.Case);
        report(new CaseOutcome(message.Case, message.Why, message.Milliseconds));
    }

    /// <summary>How long the next message may take: until the case that has run longest has had its time.</summary>
    private TimeSpan Patience()
    {
        if (_running.Count == 0) return Birth;
        TimeSpan left = timeout - TimeProvider.System.GetElapsedTime(_running.Values.Min());
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }
}
