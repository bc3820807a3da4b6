namespace Desktop.Digits;

/// <summary>What became of a board.</summary>
/// <param name="Pixels">What the models saw: see <see cref="DigitImage"/>.</param>
/// <param name="Answers">One of each model, in their order.</param>
internal sealed record Reading(IReadOnlyList<float> Pixels, IReadOnlyList<Answer> Answers);
