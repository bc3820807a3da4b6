namespace Mce;

/// <summary>One input of a warm-up request: its shape and what is in it. Immutable.</summary>
public sealed record WarmUpInput
{
    /// <summary>The dimensions; null = the model's, with 1 for a dynamic one.</summary>
    public IReadOnlyList<long>? Dimensions { get; init; }

    /// <summary>A given tensor, host memory, kept alive by whoever gives it; null = made from <see cref="Data"/>.</summary>
    public InferenceTensor? Tensor { get; init; }

    /// <summary><c>Zero</c> (the default), <c>Random</c>, or the path of a file with the elements, little-endian and without a header.</summary>
    public string Data { get; init; } = "Zero";
}
