namespace Mce;

/// <summary>The elements of warm-up inputs.</summary>
internal static class WarmUpData
{
    /// <summary>The memory of a contiguous tensor of numbers on the host; empty for text, bytes and empty tensors.</summary>
    public static unsafe Span<byte> Bytes(InferenceTensor tensor) => new(tensor.DangerousGetAddress(), checked((int)tensor.ByteLength));

    /// <summary>Fills a new tensor of numbers, each time with the same ones. See <see cref="WarmUpInput.Data"/> for their ranges.</summary>
    public static void FillRandom(InferenceTensor tensor, int seed)
    {
        var random = new Random(seed);
        switch (tensor.ElementType)
        {
            case TensorElementType.Float32: Fill(tensor, random.NextSingle); break;
            case TensorElementType.Float64: Fill(tensor, random.NextDouble); break;
            case TensorElementType.Float16: Fill(tensor, () => (Half)random.NextSingle()); break;
            case TensorElementType.BFloat16: Fill(tensor, () => (BFloat16)random.NextSingle()); break;
            case TensorElementType.Int8 or TensorElementType.UInt8: random.NextBytes(Bytes(tensor)); break;
            case TensorElementType.Boolean: Fill(tensor, () => random.Next(2) == 1); break;
            case TensorElementType.Int16: Fill(tensor, () => (short)random.Next(2)); break;
            case TensorElementType.UInt16: Fill(tensor, () => (ushort)random.Next(2)); break;
            case TensorElementType.Int32: Fill(tensor, () => random.Next(2)); break;
            case TensorElementType.UInt32: Fill(tensor, () => (uint)random.Next(2)); break;
            case TensorElementType.Int64: Fill(tensor, () => (long)random.Next(2)); break;
            case TensorElementType.UInt64: Fill(tensor, () => (ulong)random.Next(2)); break;
            default: throw new ArgumentOutOfRangeException(nameof(tensor), tensor.ElementType, "Only numbers can be random.");
        }
    }

    private static void Fill<T>(InferenceTensor tensor, Func<T> next)
    {
        foreach (ref T element in tensor.AsSpan<T>()) element = next();
    }
}
