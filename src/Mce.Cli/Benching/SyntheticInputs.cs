namespace Mce.Cli.Benching;

/// <summary>Makes inputs by a model's signature, for models whose answers don't matter and whose speed does.</summary>
/// <remarks>
/// Floating point is from 0 to 1, from a fixed seed; whole numbers are 0, which is a valid index wherever there is any; booleans
/// are true; text is <c>text</c>. Open dimensions other than the batch have <see cref="OpenSize"/>, within the model's own range.
/// </remarks>
internal static class SyntheticInputs
{
    public const long OpenSize = 16;
    private const int Seed = 20;

    /// <summary>Whether the first dimension of an input is left to the caller, so that batches can be sent.</summary>
    public static bool IsBatched(TensorSpec spec) => spec.HasRank && spec.Dimensions is [{ IsDynamic: true }, ..];

    /// <summary>One tensor for each input that the model needs; null for the optional ones.</summary>
    /// <exception cref="UsageException">An input may have any shape: none can be guessed.</exception>
    public static InferenceTensor?[] Create(ModelSignature signature, int batch) =>
        [.. signature.Inputs.Select(spec => spec.IsOptional ? null : Create(spec, batch))];

    private static InferenceTensor Create(TensorSpec spec, int batch)
    {
        if (!spec.HasRank) throw new UsageException($"'{spec.Name}' may have any shape, so no input can be made up for it: give one with --input '{spec.Name}=FILE.npy'.");
        // A plan's batches are within the range wherever the inputs have sizes in common; where they have none, each has its own.
        long[] dimensions = [.. spec.Dimensions.Select((d, i) => d.Size ?? Math.Clamp(i == 0 ? batch : OpenSize, d.Minimum, d.Maximum))];
        InferenceTensor tensor = InferenceTensor.Create(spec.ElementType, dimensions);
        var random = new Random(Seed);
        switch (spec.ElementType)
        {
            case TensorElementType.Float32: Fill(tensor, () => random.NextSingle()); break;
            case TensorElementType.Float64: Fill(tensor, random.NextDouble); break;
            case TensorElementType.Float16: Fill(tensor, () => (Half)random.NextSingle()); break;
            case TensorElementType.BFloat16: Fill(tensor, () => (BFloat16)random.NextSingle()); break;
            case TensorElementType.Boolean: tensor.AsSpan<bool>().Fill(true); break;
            case TensorElementType.String: tensor.AsSpan<string>().Fill("text"); break;
        }

        return tensor;
    }

    private static void Fill<T>(InferenceTensor tensor, Func<T> next)
    {
        foreach (ref T value in tensor.AsSpan<T>()) value = next();
    }
}
