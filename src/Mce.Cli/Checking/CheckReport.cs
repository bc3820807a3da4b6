using Mce.Cli.Terminal;

namespace Mce.Cli.Checking;

/// <summary>Prints results in the manifest's order, whatever order they come in. Thread-safe.</summary>
internal sealed class CheckReport(IReadOnlyList<ManifestEntry> entries, TextWriter output, ProgressLine progress)
{
    private readonly Dictionary<int, string?> _early = [];
    private readonly Lock _gate = new();
    private int _next;

    public int Passed { get; private set; }

    public int Failed { get; private set; }

    /// <summary>Takes one result; prints it, and those that waited for it.</summary>
    /// <param name="index">The case.</param>
    /// <param name="why">Why it failed; null = it passed.</param>
    public void Add(int index, string? why)
    {
        lock (_gate)
        {
            _early.Add(index, why);
            if (!_early.ContainsKey(_next)) return;
            progress.Dispose(); // wipes it, so that the two streams don't meet on one line of the terminal
            for (; _early.Remove(_next, out string? result); _next++) Print(entries[_next].Case.Name, result);
            progress.Report(_next, entries.Count, $"{Failed} failed");
        }
    }

    private void Print(string name, string? why)
    {
        string shown = ErrorEdge.OneLine(name);
        if (why is null) Passed++;
        else Failed++;
        output.WriteLine(why is null ? $"ok {shown}" : $"FAIL {shown} {why}");
    }
}
