namespace Mce.OnnxVectors;

/// <summary>A value of a vector, as its file holds it.</summary>
internal abstract record VectorValue;

/// <summary>A tensor.</summary>
/// <param name="Type">Its <see cref="OnnxType"/>.</param>
/// <param name="Dimensions">Outermost first; none for a scalar.</param>
/// <param name="Data">Little-endian elements; of the types below 8 bits one byte an element. Empty for text.</param>
/// <param name="Texts">The elements of a text tensor, else null.</param>
internal sealed record VectorTensor(OnnxType Type, long[] Dimensions, byte[] Data, string[]? Texts = null) : VectorValue
{
    public long Count => Dimensions.Aggregate(1L, (product, dimension) => product * dimension);

    public override string ToString() => $"{Type.ToString().ToLowerInvariant()}[{string.Join(", ", Dimensions)}]";
}

/// <summary>A sequence.</summary>
internal sealed record VectorSequence(IReadOnlyList<VectorValue> Items) : VectorValue
{
    public override string ToString() => $"sequence({string.Join("; ", Items)})";
}

/// <summary>An optional; null when there is nothing in it.</summary>
internal sealed record VectorOptional(VectorValue? Value) : VectorValue
{
    public override string ToString() => $"optional({Value})";
}
