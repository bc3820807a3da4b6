namespace Mce.Cli.Checking;

/// <summary>Has cases run by one worker process after another, and finds out which case a process died of.</summary>
/// <remarks>
/// A worker runs several cases at a time, so several are suspect when it dies or hangs. Each of them is run again, with nothing
/// beside it, and only what fails then has failed: a neighbour's crash never counts against a case.
/// </remarks>
internal sealed class CheckRun : IAsyncDisposable
{
    private readonly CheckSettings _settings;
    private readonly SortedSet<int> _waiting = [];
    private readonly SortedSet<int> _suspects = [];
    private WorkerProcess _worker;

    /// <summary>Starts the first worker, which takes about as long as the manifest's reading: the two may overlap.</summary>
    public CheckRun(CheckSettings settings)
    {
        _settings = settings;
        _worker = settings.StartWorker(settings.Jobs);
    }

    /// <summary>Runs all cases. Can be called once.</summary>
    /// <param name="entries">The cases.</param>
    /// <param name="report">Takes the outcome of each, once.</param>
    /// <param name="cancellationToken">Ends the worker.</param>
    public async Task RunAsync(IReadOnlyList<ManifestEntry> entries, Action<CaseOutcome> report, CancellationToken cancellationToken)
    {
        _waiting.UnionWith(Enumerable.Range(0, entries.Count));
        while (true)
        {
            SortedSet<int> queue = _suspects.Count > 0 ? _suspects : _waiting;
            var shift = new WorkerShift(_worker, entries, _settings.Timeout, report);
            string? death;
            using (cancellationToken.Register(_worker.Kill)) death = await shift.RunAsync(queue, cancellationToken);
            queue.UnionWith(shift.AtHand);
            if (death is not null) Judge(shift, queue, death, report);
            if (_waiting.Count + _suspects.Count == 0) return;

            await _worker.DisposeAsync();
            _worker = _settings.StartWorker(_suspects.Count > 0 ? 1 : _settings.Jobs);
        }
    }

    public ValueTask DisposeAsync() => _worker.DisposeAsync();

    private void Judge(WorkerShift shift, SortedSet<int> queue, string death, Action<CaseOutcome> report)
    {
        if (shift.Running.Count > 1)
        {
            _suspects.UnionWith(shift.Running);
            return;
        }

        // A process that dies before its first case would be started for ever, if no case had to answer for it.
        int guilty = shift.Running.Count == 1 ? shift.Running.Single() : queue.Min;
        queue.Remove(guilty);
        report(new CaseOutcome(guilty, death));
    }
}
