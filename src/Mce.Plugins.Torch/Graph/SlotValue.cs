namespace Mce.Plugins.Torch.Graph;

/// <summary>What a slot of the graph holds; known when the model is loaded.</summary>
internal enum SlotKind
{
    Tensor,
    Integer,
    Real,
    Boolean,
}

/// <summary>What a slot holds right now.</summary>
internal enum SlotState
{
    Empty,

    /// <summary>A tensor handle that the frame deletes.</summary>
    Owned,

    /// <summary>A tensor handle that somebody else deletes: a weight or an input.</summary>
    Borrowed,

    /// <summary>A plain number.</summary>
    Number,
}

/// <summary>One value of a running graph.</summary>
/// <param name="State">What it is.</param>
/// <param name="Bits">The handle, the integer, 0 or 1, or the bits of the double.</param>
internal readonly record struct SlotValue(SlotState State, long Bits)
{
    public nint Handle => (nint)Bits;

    public static SlotValue Owned(nint tensor) => new(SlotState.Owned, tensor);

    public static SlotValue Borrowed(nint tensor) => new(SlotState.Borrowed, tensor);

    public static SlotValue Integer(long value) => new(SlotState.Number, value);

    public static SlotValue Real(double value) => new(SlotState.Number, BitConverter.DoubleToInt64Bits(value));

    public static SlotValue Boolean(bool value) => new(SlotState.Number, value ? 1 : 0);
}
