using Mce.Cli.Terminal;

namespace Mce.Cli.Checking;

/// <summary>Prints results in the manifest's order, whatever order they come in, and keeps them. Thread-safe.</summary>
/// <param name="entries">The cases.</param>
/// <param name="lines">Takes a line for each, as soon as all before it are done; null = nobody.</param>
/// <param name="progress">Shows how many are done.</param>
internal sealed class CheckReport(IReadOnlyList<ManifestEntry> entries, TextWriter? lines, ProgressLine progress)
{
    private readonly Dictionary<int, CaseOutcome> _early = [];
    private readonly Lock _gate = new();
    private readonly List<CaseResult> _results = [];
    private int _failed;

    /// <summary>What is known by now.</summary>
    public CheckResults Results
    {
        get
        {
            lock (_gate) return new CheckResults(_results.Count - _failed, _failed, [.. _results]);
        }
    }

    /// <summary>Takes one result; prints it, and those that waited for it.</summary>
    public void Add(CaseOutcome outcome)
    {
        lock (_gate)
        {
            _early.Add(outcome.Case, outcome);
            if (!_early.ContainsKey(_results.Count)) return;
            progress.Dispose(); // wipes it, so that the two streams don't meet on one line of the terminal
            while (_early.Remove(_results.Count, out CaseOutcome? next)) Keep(new CaseResult(entries[next.Case].Case.Name, next.Why is null, next.Why, next.Milliseconds));
            progress.Report(_results.Count, entries.Count, $"{_failed} failed");
        }
    }

    private void Keep(CaseResult result)
    {
        _results.Add(result);
        if (!result.Ok) _failed++;
        if (lines is null) return;
        string shown = ErrorEdge.OneLine(result.Name);
        lines.WriteLine(result.Ok ? $"ok {shown}" : $"FAIL {shown} {result.Why}");
    }
}
