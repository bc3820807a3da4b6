namespace Mce;

/// <summary>A change that a policy caused. Immutable.</summary>
/// <param name="Basis">The capacity before it; for changes within a cooldown, before the first of them.</param>
/// <param name="Completed">When the replicas were as many as wanted; null = not yet. Cooldowns count from here.</param>
internal sealed record ScalingActivity(int Basis, DateTimeOffset? Completed = null)
{
    /// <summary>Whether a cooldown that it began still lasts. One of zero never does.</summary>
    public bool Holds(TimeSpan cooldown, DateTimeOffset now) => cooldown > TimeSpan.Zero && (Completed is not { } completed || now < completed + cooldown);
}
