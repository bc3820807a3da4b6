namespace Desktop.Digits;

/// <summary>What one model said.</summary>
/// <param name="Probabilities">Of the digits 0 to 9; empty where there is an error.</param>
/// <param name="Latency">How long the call took.</param>
/// <param name="Error">Why there is no answer.</param>
internal sealed record Answer(IReadOnlyList<float> Probabilities, TimeSpan Latency, string? Error = null)
{
    /// <summary>The most probable digit; null where there is an error.</summary>
    public int? Digit => Probabilities.Count == 0 ? null : Enumerable.Range(0, Probabilities.Count).MaxBy(i => Probabilities[i]);
}
