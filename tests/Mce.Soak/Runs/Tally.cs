using System.Globalization;

namespace Mce.Soak.Runs;

/// <summary>What happened so far. Thread-safe.</summary>
internal sealed class Tally
{
    private const int MostFailures = 20;

    private readonly long[] _counts = new long[Enum.GetValues<Event>().Length];
    private readonly List<string> _faults = [];

    public long this[Event what] => Volatile.Read(ref _counts[(int)what]);

    /// <summary>Everything that must never happen.</summary>
    public long Faults => this[Event.Lost] + this[Event.Wrong] + this[Event.Failed];

    /// <summary>The first faults, in words.</summary>
    public IReadOnlyList<string> FirstFaults
    {
        get
        {
            lock (_faults) return [.. _faults];
        }
    }

    public void Count(Event what) => Interlocked.Increment(ref _counts[(int)what]);

    /// <summary>Counts what must never happen, with words for it.</summary>
    public void Fault(Event what, string words)
    {
        Count(what);
        lock (_faults)
            if (_faults.Count < MostFailures) _faults.Add($"{what}: {words}");
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{this[Event.Changed]:N0} changes, {this[Event.Scaled]:N0} scalings, {this[Event.Refused]:N0} refused changes; {this[Event.Answered]:N0} answers; lost {this[Event.Lost]}, wrong {this[Event.Wrong]}, failed {this[Event.Failed]}");
}
