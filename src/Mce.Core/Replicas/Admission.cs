namespace Mce;

/// <summary>What became of a request that asked for a slot: the slot, or why there is none.</summary>
/// <param name="Slot">The reserved slot.</param>
/// <param name="Refusal">Why there is none; null also when the request was given up by its token.</param>
internal readonly record struct Admission(ReplicaSlot? Slot, MceException? Refusal = null)
{
    /// <summary>The request's token was cancelled while it waited: the caller's own, or its deadline.</summary>
    public static Admission GivenUp => default;

    /// <summary>Why there is no slot.</summary>
    public Exception Why(CancellationToken cancellationToken) => Refusal ?? (Exception)new OperationCanceledException(cancellationToken);
}
