namespace Mce;

/// <summary>What a slot does at a moment.</summary>
/// <param name="Slot">Which one.</param>
/// <param name="IsRunning">Whether a call runs on it.</param>
/// <param name="Calls">Calls that ended on it: two looks that find it running with the same number saw the same call.</param>
internal readonly record struct SlotState(object Slot, bool IsRunning, long Calls);
