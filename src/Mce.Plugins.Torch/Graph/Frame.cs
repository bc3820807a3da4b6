using Mce.Plugins.Torch.Archive;
using Mce.Plugins.Torch.Native;

namespace Mce.Plugins.Torch.Graph;

/// <summary>The values of one running graph. Kept by an instance and used again; not thread-safe.</summary>
internal sealed unsafe class Frame
{
    private readonly SlotValue[] _slots;
    private readonly WeightStore _weights;
    private readonly MemoryRange[] _inputs;

    public Frame(CompiledGraph graph, WeightStore weights)
    {
        _slots = new SlotValue[graph.SlotCount];
        _weights = weights;
        _inputs = new MemoryRange[graph.InputSlots.Length];
        foreach ((int slot, string name) in graph.Weights) _slots[slot] = SlotValue.Borrowed(weights.Find(name));
    }

    public ref SlotValue this[int slot] => ref _slots[slot];

    public Number Number(int slot, SlotKind kind) => new(kind, _slots[slot].Bits);

    /// <summary>Puts an input in: an owned tensor, over the caller's memory or over a copy of it.</summary>
    /// <param name="index">The input's place in the signature.</param>
    /// <param name="slot">Its slot.</param>
    /// <param name="owned">The tensor.</param>
    /// <param name="address">The caller's memory; null for a copy.</param>
    /// <param name="byteLength">Its length.</param>
    public void SetInput(int index, int slot, nint owned, void* address, long byteLength)
    {
        _slots[slot] = SlotValue.Owned(owned);
        _inputs[index] = address is null ? default : new MemoryRange(address, byteLength);
    }

    /// <summary>Takes an owned tensor, or a new reference to a borrowed one.</summary>
    public nint DuplicateTensor(int slot) => TensorHandle.Duplicate(_slots[slot].Handle);

    /// <summary>Whether an address lies in memory that the graph may only read: the caller's, or the weights.</summary>
    public bool IsBorrowedMemory(void* address) => IsInput(address) || _weights.Contains(address);

    /// <summary>Stops a call that is about to write into memory that isn't the graph's own.</summary>
    /// <exception cref="InputWriteException">It would write to the caller's memory.</exception>
    /// <exception cref="NativeCallException">It would write to the weights, which other instances read.</exception>
    public void ThrowIfBorrowed(int slot)
    {
        void* address = TensorHandle.Data(_slots[slot].Handle);
        if (address is null) return;
        if (IsInput(address)) throw new InputWriteException();
        if (_weights.Contains(address)) throw new NativeCallException("Writing to the model's own weights (export it after eval())");
    }

    /// <summary>Forgets a value that no later step needs.</summary>
    public void Release(int slot)
    {
        ref SlotValue value = ref _slots[slot];
        if (value.State == SlotState.Owned) TensorHandle.Delete(value.Handle);
        if (value.State != SlotState.Borrowed) value = default;
    }

    /// <summary>Forgets everything but the weights, after a run and after a failure.</summary>
    public void Clear()
    {
        for (int slot = 0; slot < _slots.Length; slot++) Release(slot);
        Array.Clear(_inputs);
    }

    private bool IsInput(void* address)
    {
        foreach (MemoryRange range in _inputs)
            if (range.Contains(address)) return true;
        return false;
    }

    private readonly struct MemoryRange(void* start, long length)
    {
        private readonly byte* _start = (byte*)start;

        public bool Contains(void* address) => address >= _start && address < _start + length;
    }
}
