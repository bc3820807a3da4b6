namespace Mce;

/// <summary>One input of a warm-up request: its shape and what is in it. Immutable.</summary>
public sealed record WarmUpInput
{
    /// <summary>The dimensions; null = the model's, with 1 for a dynamic one.</summary>
    public IReadOnlyList<long>? Dimensions { get; init; }

    /// <summary>A given tensor, host memory, kept alive by whoever gives it; null = made from <see cref="Data"/>.</summary>
    public InferenceTensor? Tensor { get; init; }

    /// <summary><c>Zero</c> (the default), <c>Random</c>, or the path of a file with the elements, little-endian and without a header.</summary>
    /// <remarks>
    /// Random elements are the same for each replica and each start: floating-point ones from 0 to 1, 8-bit integers of their whole
    /// range, wider integers 0 or 1, because larger ones are out of range for many models (token ids, indices). A file is read again
    /// for each new replica. Text and bytes take only <c>Zero</c> (empty ones), or a <see cref="Tensor"/>.
    /// </remarks>
    public string Data { get; init; } = Zero;

    internal const string Zero = "Zero", Random = "Random";

    internal static bool IsZero(string data) => data.Equals(Zero, StringComparison.OrdinalIgnoreCase);

    internal static bool IsRandom(string data) => data.Equals(Random, StringComparison.OrdinalIgnoreCase);
}
