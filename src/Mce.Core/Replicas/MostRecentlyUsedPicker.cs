using System.Runtime.InteropServices;

namespace Mce;

/// <summary>
/// The slot that this core used last, whose data its caches may still hold; else the first free one, so that under light load the
/// same few replicas work and the others stay idle.
/// </summary>
internal sealed class MostRecentlyUsedPicker : ReplicaPicker
{
    // By core and not one for all: callers side by side would otherwise fight over one hint, and swap their replicas each time.
    private readonly Hint[] _recent = new Hint[Environment.ProcessorCount];

    public override ReplicaSlot? Pick(ReplicaTable table) =>
        _recent[Core].Slot is { } recent && recent.TryReserve() ? recent : First(table.Slots);

    public override void Used(ReplicaSlot slot)
    {
        ref Hint hint = ref _recent[Core];
        if (hint.Slot != slot) hint.Slot = slot;
    }

    public override void Forget(Replica replica)
    {
        // A call that ends now may write its hint after this: it keeps one closed slot from the collector until the next call here.
        foreach (ref Hint hint in _recent.AsSpan())
            if (hint.Slot?.Replica == replica) hint.Slot = null;
    }

    // More ids than processors exist where the process may use only some of them.
    private int Core => (int)((uint)Thread.GetCurrentProcessorId() % (uint)_recent.Length);

    // A cache line each.
    [StructLayout(LayoutKind.Sequential, Size = 64)]
    private struct Hint
    {
        public volatile ReplicaSlot? Slot;
    }
}
