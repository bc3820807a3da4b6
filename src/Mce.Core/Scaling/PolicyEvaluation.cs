namespace Mce;

/// <summary>What one policy made of an observation. Immutable.</summary>
/// <param name="Policy">The policy's name.</param>
/// <param name="Metric">The metric's name.</param>
/// <param name="Value">The metric's value; null = missing.</param>
/// <param name="Target">The target or the threshold.</param>
/// <param name="Wanted">The capacity it wants, or would want but for a cooldown; the present one where it has no say.</param>
/// <param name="Outcome">What it makes of it.</param>
/// <param name="HeldUntil">When the cooldown that holds it ends; null = none holds it, or the one that does hasn't begun to count.</param>
public sealed record PolicyEvaluation(
    string Policy,
    string Metric,
    double? Value,
    double Target,
    int Wanted,
    PolicyOutcome Outcome,
    DateTimeOffset? HeldUntil = null);
