namespace Mce;

/// <summary>
/// Finds calls that don't come back, by looking at the slots now and then. Calls note nothing for it, so it costs them nothing; how
/// long one has run is known from the first look that saw it. Not thread-safe.
/// </summary>
internal sealed class CallWatch(TimeProvider timeProvider)
{
    private Dictionary<object, Seen> _running = [];

    /// <summary>The call that has run longest, and for how long at least; null when none was seen twice.</summary>
    public LongCall? Longest { get; private set; }

    public void Look(IEnumerable<SlotState> slots)
    {
        long now = timeProvider.GetTimestamp();
        var running = new Dictionary<object, Seen>();
        LongCall? longest = null;
        foreach (SlotState slot in slots)
        {
            if (!slot.IsRunning) continue;
            if (!_running.TryGetValue(slot.Slot, out Seen? seen) || seen.Calls != slot.Calls)
            {
                running[slot.Slot] = new Seen(slot.Calls, now, timeProvider.GetUtcNow());
                continue;
            }

            running[slot.Slot] = seen;
            TimeSpan duration = timeProvider.GetElapsedTime(seen.Timestamp, now);
            if (longest is not { } other || duration > other.Duration) longest = new LongCall(seen, duration, seen.Time);
        }

        _running = running;
        Longest = longest;
    }

    private sealed record Seen(long Calls, long Timestamp, DateTimeOffset Time);
}
