using System.Runtime.InteropServices;

namespace Mce;

/// <summary>
/// A bounded buffer with many writers and one reader, without a lock. A writer claims a cell with one compare-and-exchange and never
/// waits: no room means that the event is lost.
/// </summary>
/// <remarks>
/// Each cell says whose turn it is: its number equals a position when a writer may fill it for that position, and the position + 1 when
/// the reader may take it. A writer that is interrupted between claim and publication holds the reader up, not the other writers.
/// </remarks>
internal sealed class EventRing
{
    private readonly Cell[] _cells;
    private readonly int _mask;
    private Padded _tail;
    private long _head; // the reader's own

    /// <param name="capacity">A power of two.</param>
    public EventRing(int capacity)
    {
        _cells = new Cell[capacity];
        _mask = capacity - 1;
        for (int i = 0; i < capacity; i++) _cells[i].Turn = i;
    }

    /// <summary>How many events were ever claimed by writers. A full fence lies between a writer's claim and its next read.</summary>
    public long Claimed => Volatile.Read(ref _tail.Value);

    /// <summary>How many events were ever read. For the reader.</summary>
    public long Read => _head;

    /// <summary>Claims a cell. Whoever gets one fills it at once and gives it to <see cref="Publish"/>: the reader waits for it.</summary>
    /// <returns>The event's position, or -1 when there is no room.</returns>
    public long TryClaim()
    {
        long position = Volatile.Read(ref _tail.Value);
        while (true)
        {
            long turn = Volatile.Read(ref _cells[(int)position & _mask].Turn) - position;
            if (turn < 0) return -1;
            long seen = turn > 0 ? Volatile.Read(ref _tail.Value) : Interlocked.CompareExchange(ref _tail.Value, position + 1, position);
            if (turn == 0 && seen == position) return position;
            position = seen;
        }
    }

    /// <summary>The claimed record, without references. Written in place: a copy of it costs as much as the claim.</summary>
    public ref EventRecord At(long position) => ref _cells[(int)position & _mask].Record;

    public void Publish(long position) => Volatile.Write(ref _cells[(int)position & _mask].Turn, position + 1);

    /// <summary>Takes the oldest event. For the one reader.</summary>
    public bool TryRead(out EventRecord record)
    {
        ref Cell cell = ref _cells[(int)_head & _mask];
        if (Volatile.Read(ref cell.Turn) != _head + 1)
        {
            record = default;
            return false;
        }

        record = cell.Record;
        // What a request named must not live on here; the numbers are written over.
        cell.Record.Target = null;
        cell.Record.InferenceId = cell.Record.Caller = null;
        cell.Record.Detail = null;
        Volatile.Write(ref cell.Turn, _head + _cells.Length);
        _head++;
        return true;
    }

    private struct Cell
    {
        public long Turn;
        public EventRecord Record;
    }

    // The writers' counter on a cache line of its own: the reader's writes would take it from them otherwise.
    [StructLayout(LayoutKind.Explicit, Size = 192)]
    private struct Padded
    {
        [FieldOffset(64)]
        public long Value;
    }
}
