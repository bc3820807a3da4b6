namespace CustomPlugin;

/// <summary>What becomes of the scores: the setting <c>activation</c>.</summary>
internal enum Activation
{
    /// <summary>Scores as they are.</summary>
    None,

    /// <summary>Probabilities that sum to 1 in each row.</summary>
    Softmax,
}
